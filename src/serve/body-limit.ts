import type { IncomingHttpHeaders } from "node:http";

export const BODY_LIMIT_BYTES = 1024 * 1024;

/**
 * Why a request's body is not taken, as an HTTP status, or null. A body must announce its length (which Node then
 * enforces), so that the limit holds before any of it is read.
 */
export function bodyProblem(headers: IncomingHttpHeaders): 411 | 413 | null {
  if (headers["transfer-encoding"] !== undefined) return 411;
  return Number(headers["content-length"] ?? 0) > BODY_LIMIT_BYTES ? 413 : null;
}
