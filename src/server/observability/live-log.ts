import type { Clock } from "@/server/clock";
import type { Logger } from "@/server/observability/logger";
import {
  createLogger,
  type LogDestination,
  type LogFormat,
  type LogLevel,
} from "@/server/observability/pino-logger";
import { type LogFileRules, RotatingLogFile } from "@/server/observability/rotating-log-file";

/** The settings of the log, as {@link Settings} have them. */
export interface LogSettings {
  readonly LOG_LEVEL: LogLevel;
  readonly LOG_ENABLED: boolean;
  readonly LOG_FORMAT: LogFormat;
  readonly LOG_CONSOLE: boolean;
  readonly LOG_ROTATION: LogFileRules["rotation"];
  /** Bytes. */
  readonly LOG_MAX_SIZE: number;
  readonly LOG_RETENTION_DAYS: number;
}

interface LiveLogOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Standard output, where it is free for log lines: that of a command belongs to what it prints. */
  readonly console: LogDestination | null;
  /** Whether the console is written to whatever LOG_CONSOLE says, as in development. */
  readonly alwaysToConsole: boolean;
  /** Says a sentence where a person or a service manager sees it, log or no log. */
  readonly complain: (sentence: string) => void;
}

/** The log of one process, which settings may change while it is written. */
export interface LiveLog {
  readonly log: Logger;
  /** Puts settings in force from the next line on. */
  take(settings: LogSettings): void;
}

/** Opens the log. Throws STORAGE_PERMISSION_ERROR with the remedy where its file can't be written. */
export function openLiveLog(settings: LogSettings, options: LiveLogOptions): LiveLog {
  const file = new RotatingLogFile({
    folder: options.folder,
    clock: options.clock,
    rules: rulesOf(settings),
    onTrouble: (cause) => {
      options.complain(
        `The log in ${options.folder} cannot be written (${codeOf(cause)}). The app goes on and tries again at each line: ` +
          "make room, or give this user write access.",
      );
    },
    onMended: (lost) => {
      options.complain(`The log in ${options.folder} is written again; ${lost} lines are missing.`);
      current.warn({ lost }, "lines are missing here: the log could not be written");
    },
  });
  const loggerFor = (given: LogSettings): Logger =>
    createLogger({
      level: given.LOG_LEVEL,
      clock: options.clock,
      format: given.LOG_FORMAT,
      destinations: destinationsOf(given, file, options),
    });
  if (settings.LOG_ENABLED) file.open();
  let current = loggerFor(settings);
  return {
    log: {
      debug: (fields, message) => current.debug(fields, message),
      info: (fields, message) => current.info(fields, message),
      warn: (fields, message) => current.warn(fields, message),
      error: (fields, message) => current.error(fields, message),
    },
    take: (given) => {
      file.use(rulesOf(given));
      if (!given.LOG_ENABLED) file.close();
      current = loggerFor(given);
    },
  };
}

function destinationsOf(
  settings: LogSettings,
  file: RotatingLogFile,
  { console, alwaysToConsole }: LiveLogOptions,
): LogDestination[] {
  const hasConsole = settings.LOG_CONSOLE || alwaysToConsole;
  return [
    ...(settings.LOG_ENABLED ? [{ kind: "writer", write: (line: string) => file.write(line) } as const] : []),
    ...(hasConsole && console !== null ? [console] : []),
  ];
}

function rulesOf(settings: LogSettings): LogFileRules {
  return {
    rotation: settings.LOG_ROTATION,
    maxBytes: settings.LOG_MAX_SIZE,
    retentionDays: settings.LOG_RETENTION_DAYS,
  };
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error";
}
