import type { RequestBudget } from "@/shared/schemas/connection";

/** `…-Limit`, `…-Remaining` and `…-Reset`, the last in seconds. */
export function setLimitHeaders(
  headers: Headers,
  prefix: "ratelimit" | "broker-ratelimit",
  { limit, remaining, resetSeconds }: RequestBudget,
): void {
  headers.set(`${prefix}-limit`, String(limit));
  headers.set(`${prefix}-remaining`, String(remaining));
  headers.set(`${prefix}-reset`, String(resetSeconds));
}
