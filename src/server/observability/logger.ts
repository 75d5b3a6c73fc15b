/** Structured log. Fields must never hold secrets; `Secret` values print as `[redacted]`. */
export interface Logger {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** The log with fields that each line has, unless it says otherwise itself. */
export function logOf(log: Logger, always: Readonly<Record<string, unknown>>): Logger {
  return {
    debug: (fields, message) => log.debug({ ...always, ...fields }, message),
    info: (fields, message) => log.info({ ...always, ...fields }, message),
    warn: (fields, message) => log.warn({ ...always, ...fields }, message),
    error: (fields, message) => log.error({ ...always, ...fields }, message),
  };
}
