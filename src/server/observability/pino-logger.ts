import pino from "pino";
import type { Clock } from "@/server/clock";
import { logFields } from "@/server/observability/log-fields";
import type { Logger } from "@/server/observability/logger";

const LEVELS = { DEBUG: 20, INFO: 30, WARNING: 40, ERROR: 50 } as const;

export type LogLevel = keyof typeof LEVELS;

/** Where log lines go: standard output, a file (mode 600, appended to, its folder made), or any writer. */
export type LogDestination =
  | { readonly kind: "stdout" }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "writer"; readonly write: (line: string) => void };

interface LoggerOptions {
  readonly level: LogLevel;
  readonly clock: Clock;
  readonly destinations: readonly LogDestination[];
}

/**
 * Writes one JSON object a line: `time` (ISO 8601 UTC), `level`, the fields, `message`. Control characters are
 * escaped by JSON, so that a value cannot forge a line. Lines are written at once and survive a crash.
 */
export function createLogger({ level, clock, destinations }: LoggerOptions): Logger {
  const streams = destinations.map(streamOf);
  const logger = pino(
    {
      level,
      customLevels: LEVELS,
      useOnlyCustomLevels: true,
      base: null,
      messageKey: "message",
      timestamp: () => `,"time":"${clock.now().toISOString()}"`,
      formatters: { level: (name) => ({ level: name }) },
    },
    {
      write: (line) => {
        for (const stream of streams) stream.write(line);
      },
    },
  );
  return {
    debug: (fields, message) => logger.DEBUG(logFields(fields), message),
    info: (fields, message) => logger.INFO(logFields(fields), message),
    warn: (fields, message) => logger.WARNING(logFields(fields), message),
    error: (fields, message) => logger.ERROR(logFields(fields), message),
  };
}

function streamOf(destination: LogDestination): { write: (line: string) => unknown } {
  switch (destination.kind) {
    case "writer":
      return destination;
    case "stdout":
      return pino.destination({ dest: 1, sync: true });
    case "file":
      return pino.destination({ dest: destination.path, append: true, mkdir: true, mode: 0o600, sync: true });
  }
}
