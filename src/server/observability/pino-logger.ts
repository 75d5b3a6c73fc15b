import pino from "pino";
import type { Clock } from "@/server/clock";
import { logFields } from "@/server/observability/log-fields";
import { jsonLine, textLine } from "@/server/observability/log-line";
import type { Logger } from "@/server/observability/logger";
import { currentRequest } from "@/server/observability/request-scope";

/** Pino's name of each level; pino itself only knows lower-case ones. */
const PINO_LEVELS = { DEBUG: "debug", INFO: "info", WARNING: "warn", ERROR: "error" } as const;
const NAMES = new Map<string, string>(
  Object.entries(PINO_LEVELS).map(([name, pinoName]) => [pinoName, name]),
);
/** What every line has of its own: a field of such a name would stand in the line a second time. */
const RESERVED: ReadonlySet<string> = new Set(["time", "level", "message"]);

export type LogLevel = keyof typeof PINO_LEVELS;
export type LogFormat = "json" | "text";

/** Where log lines go: standard output, or any writer. */
export type LogDestination =
  | { readonly kind: "stdout" }
  | { readonly kind: "writer"; readonly write: (line: string) => void };

interface LoggerOptions {
  readonly level: LogLevel;
  readonly clock: Clock;
  readonly destinations: readonly LogDestination[];
  /** JSON unless it is said. */
  readonly format?: LogFormat;
}

/**
 * Writes one line for each call: a JSON object of `time` (ISO 8601 UTC), `level`, the fields and `message`, or the
 * same as text. What belongs to a request carries its id. Characters by which a value could forge a line are escaped.
 * Lines are written at once and survive a crash.
 */
export function createLogger({ level, clock, destinations, format = "json" }: LoggerOptions): Logger {
  const streams = destinations.map(streamOf);
  const lineOf = format === "json" ? jsonLine : textLine;
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
        const shown = lineOf(line);
        for (const stream of streams) stream.write(shown);
      },
    },
  );
  return {
    debug: (fields, message) => {
      if (level === "DEBUG") logger.debug(fieldsOf(fields), message);
    },
    info: (fields, message) => logger.info(fieldsOf(fields), message),
    warn: (fields, message) => logger.warn(fieldsOf(fields), message),
    error: (fields, message) => logger.error(fieldsOf(fields), message),
  };
}

function fieldsOf(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const all = Object.entries(logFields({ ...currentRequest(), ...fields }));
  return Object.fromEntries(all.map(([name, value]) => [RESERVED.has(name) ? `${name}_` : name, value]));
}

function streamOf(destination: LogDestination): { write: (line: string) => unknown } {
  if (destination.kind === "writer") return destination;
  const stdout = pino.destination({ dest: 1, sync: true });
  // Whoever read the console may be gone: the app goes on.
  stdout.on("error", () => {});
  return stdout;
}
