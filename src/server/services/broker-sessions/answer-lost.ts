import { codeOf } from "@/shared/code-of";
import type { ErrorCode } from "@/shared/error-codes";

/**
 * After these the broker may have spent the refresh token although nobody has its answer: the connection broke, the
 * time ran out, the broker failed, or its reply could not be read. All other codes are an answer, or a refusal
 * before anything was sent.
 */
const MAYBE_PROCESSED: readonly ErrorCode[] = [
  "CONN_NETWORK_ERROR",
  "CONN_TIMEOUT",
  "CONN_BROKER_UNAVAILABLE",
  "CONN_UNEXPECTED_REPLY",
  "API_UNEXPECTED",
];

/** Signs of Node and undici that no connection came about, so that nothing was sent. */
const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Whether a refresh token that was on its way when this error came may have been spent. */
export function mayHaveLostAnswer(error: unknown): boolean {
  return MAYBE_PROCESSED.includes(codeOf(error)) && !neverConnected(error);
}

function neverConnected(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && NEVER_CONNECTED.has(at.code)) {
      return true;
    }
  }
  return false;
}
