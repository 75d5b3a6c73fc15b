import { CredentialsError } from "@/env";
import { AppError } from "@/shared/app-error";
import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";
import { ERROR_GUIDANCE } from "@/shared/error-guidance";

/** There is no session, and why. The code was set where the failure happened; the message names no secret. */
export class AuthenticationError extends Error {
  override readonly name = "AuthenticationError";
  readonly code: ErrorCode;
  /** The code's number, such as `1001`. */
  readonly number: string;
  /** Seconds until another try makes sense, where known. */
  readonly retryAfter: number | null;
  /** What to do next, in a sentence. */
  readonly guidance: string;

  constructor(cause: AppError) {
    super(cause.message, { cause });
    this.code = cause.code;
    this.number = ERROR_CODES[cause.code].number;
    this.retryAfter =
      cause.retryAfterSeconds === undefined ? null : Math.max(0, Math.ceil(cause.retryAfterSeconds));
    this.guidance = HEADLESS_GUIDANCE[cause.code] ?? ERROR_GUIDANCE[cause.code].next;
  }
}

/** Where what the pages say does not fit a program that nobody sits at. */
const HEADLESS_GUIDANCE: Partial<Record<ErrorCode, string>> = {
  AUTH_INVALID_CREDENTIALS: "Correct ROBINHOOD_USERNAME and ROBINHOOD_PASSWORD, then start again.",
  AUTH_CODE_REJECTED:
    "Check ROBINHOOD_MFA_SECRET (or ROBINHOOD_MFA_CODE) and this machine's clock, then start again.",
  AUTH_PERSON_NEEDED: "Run `wheelhouse login` once at a terminal; afterwards the session is kept.",
  AUTH_SESSION_EXPIRED: "Call login() again, or run `wheelhouse login`.",
  API_RESOURCE_NOT_FOUND:
    "`wheelhouse setup` makes the install's owner, `wheelhouse status` lists the connections.",
  STORAGE_READ_ERROR:
    "Where there is no install yet, run `wheelhouse setup`; otherwise `wheelhouse doctor` looks at key, database and disk.",
  AUTH_REFRESH_ANSWER_LOST: "Call login() again, or run `wheelhouse login`.",
};

/** The variables behind the fields of the broker's form. */
const VARIABLES: Readonly<Record<string, string>> = {
  username: "ROBINHOOD_USERNAME",
  password: "ROBINHOOD_PASSWORD",
  mfaSecret: "ROBINHOOD_MFA_SECRET",
  mfaCode: "ROBINHOOD_MFA_CODE",
};

/** What a bot gets for whatever a verb threw; what is none of the product's errors stays as it is. */
export function headlessError(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const isValue = error.code === "VALIDATION_INVALID_INPUT" || error.code === "VALIDATION_MISSING_FIELD";
  if (!isValue || error.fields === undefined) return new AuthenticationError(error);
  return new CredentialsError(
    Object.entries(error.fields).map(([field, problem]) => `${VARIABLES[field] ?? field}: ${problem}.`),
  );
}
