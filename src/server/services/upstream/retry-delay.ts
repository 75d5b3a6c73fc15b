import type { HttpReplyHead } from "@/server/http/http.port";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";

interface Backoff {
  readonly delayMs: number;
  readonly backoff: "linear" | "exponential";
}

const LONGEST_BACKOFF_MS = 30_000;

/**
 * Milliseconds to wait after `failedTries` failed ones (1 or more): the delay times their number, or, exponential,
 * a random part of the delay doubled as often, at most 30 s. `fraction` is that part, from 0 to 1: full jitter
 * keeps callers that failed together from coming back together.
 */
export function retryDelayMs({ delayMs, backoff }: Backoff, failedTries: number, fraction: number): number {
  return backoff === "linear"
    ? delayMs * failedTries
    : Math.round(Math.min(LONGEST_BACKOFF_MS, delayMs * 2 ** failedTries) * fraction);
}

/** Statuses that may be gone at the next try. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

export function isPassingStatus(reply: HttpReplyHead): boolean {
  return PASSING_STATUSES.has(reply.status);
}

const PASSING_CODES: ReadonlySet<ErrorCode> = new Set(["CONN_NETWORK_ERROR", "CONN_TIMEOUT"]);

/** Whether a request that brought no reply may bring one at the next try. A certificate does not heal by itself. */
export function isPassingError(error: unknown): boolean {
  return error instanceof AppError && PASSING_CODES.has(error.code);
}
