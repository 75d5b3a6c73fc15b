import pino from "pino";
import type { Clock } from "@/server/clock";
import { logFields } from "@/server/observability/log-fields";
import type { Logger } from "@/server/observability/logger";

/** Pino's name of each level; pino itself only knows lower-case ones. */
const PINO_LEVELS = { DEBUG: "debug", INFO: "info", WARNING: "warn", ERROR: "error" } as const;
const NAMES = new Map<string, string>(
  Object.entries(PINO_LEVELS).map(([name, pinoName]) => [pinoName, name]),
);

export type LogLevel = keyof typeof PINO_LEVELS;

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
      level: PINO_LEVELS[level],
      base: null,
      // Errors are spelled out by logFields already; pino's own way would join the messages of causes.
      serializers: { err: (plain: unknown) => plain },
      messageKey: "message",
      timestamp: () => `,"time":"${clock.now().toISOString()}"`,
      formatters: { level: (name) => ({ level: NAMES.get(name) }) },
    },
    {
      write: (line) => {
        for (const stream of streams) stream.write(line);
      },
    },
  );
  return {
    debug: (fields, message) => logger.debug(logFields(fields), message),
    info: (fields, message) => logger.info(logFields(fields), message),
    warn: (fields, message) => logger.warn(logFields(fields), message),
    error: (fields, message) => logger.error(logFields(fields), message),
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
