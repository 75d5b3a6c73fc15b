import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";

interface BrokerErrorOptions {
  readonly cause?: unknown;
  readonly retryAfterSeconds?: number | undefined;
  /** HTTP status of the broker's answer, when there was one. */
  readonly status?: number | undefined;
  /** Which call failed, such as `token` or `push_status`. */
  readonly step: string;
  /** True only for calls that change nothing at the broker: they may be sent again. */
  readonly safeToRepeat: boolean;
  /** True when the broker counts this against the login (wrong password, too many tries). */
  readonly countsAgainstLogin: boolean;
}

/** Raised inside a broker's folder from status and body, never from words in a message alone. Holds no secret. */
export class BrokerError extends AppError {
  override readonly name = "BrokerError";
  readonly status: number | undefined;
  readonly step: string;
  readonly safeToRepeat: boolean;
  readonly countsAgainstLogin: boolean;

  constructor(code: ErrorCode, options: BrokerErrorOptions) {
    super(code, undefined, {
      cause: options.cause,
      ...(options.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: options.retryAfterSeconds }),
    });
    this.status = options.status;
    this.step = options.step;
    this.safeToRepeat = options.safeToRepeat;
    this.countsAgainstLogin = options.countsAgainstLogin;
  }
}
