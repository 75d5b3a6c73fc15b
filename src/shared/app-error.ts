import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";

interface AppErrorOptions {
  readonly cause?: unknown;
  /** Seconds until another try makes sense. */
  readonly retryAfterSeconds?: number;
  /** Which field is wrong and how to mend it, by field name; never a secret value. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** The one error of the product. The code is set where the error happens, never guessed from a text. */
export class AppError extends Error {
  override readonly name: string = "AppError";
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | undefined;
  readonly fields: Readonly<Record<string, string>> | undefined;

  constructor(code: ErrorCode, message?: string, options: AppErrorOptions = {}) {
    super(message ?? ERROR_CODES[code].message, { cause: options.cause });
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.fields = options.fields;
  }
}
