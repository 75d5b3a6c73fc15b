import type { ErrorCode } from "@/shared/error-codes";

/** What the guard knows about one login name at one broker. */
export interface GuardState {
  readonly failures: number;
  readonly notBefore: Date;
}

const MINUTE_MS = 60_000;
/** Waits after the first, second and every further refused login. Brokers lock the account at two or three. */
const WAITS_MS = [30_000, 15 * MINUTE_MS, 60 * MINUTE_MS] as const;
/** When the broker says 'too many' without saying until when: each further try would restart its own clock. */
const THROTTLED_WAIT_MS = 15 * MINUTE_MS;
/** A refused login is forgotten after this time without another. */
const FORGET_AFTER_MS = 24 * 60 * MINUTE_MS;

interface RefusedLogin {
  readonly code: ErrorCode;
  readonly countsAgainstLogin: boolean;
  readonly retryAfterSeconds: number | undefined;
}

/**
 * The guard after a refused login, or null when the refusal says nothing about the login (network trouble, a
 * cancelled prompt). The broker's own `Retry-After` is obeyed where it is longer than our wait.
 */
export function guardAfterFailure(
  previous: (GuardState & { readonly updatedAt: Date }) | null,
  refused: RefusedLogin,
  now: Date,
): GuardState | null {
  const throttled = refused.code === "AUTH_RATE_LIMITED";
  if (!throttled && !refused.countsAgainstLogin) {
    return null;
  }
  const remembered =
    previous !== null && now.getTime() - previous.updatedAt.getTime() < FORGET_AFTER_MS
      ? previous.failures
      : 0;
  const failures = remembered + (refused.countsAgainstLogin ? 1 : 0);
  const askedMs = (refused.retryAfterSeconds ?? 0) * 1000;
  const ownMs = throttled && askedMs === 0 ? THROTTLED_WAIT_MS : waitAfter(failures);
  return { failures, notBefore: new Date(now.getTime() + Math.max(askedMs, ownMs)) };
}

function waitAfter(failures: number): number {
  if (failures <= 0) {
    return 0;
  }
  return WAITS_MS[Math.min(failures, WAITS_MS.length) - 1] ?? 0;
}
