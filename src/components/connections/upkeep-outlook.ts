import { type ConnectionView, DAYS_UNTIL_GIVEN_UP } from "@/shared/schemas/connection";

type Facts = Pick<
  ConnectionView,
  "status" | "health" | "nextAction" | "session" | "deadlineAt" | "nextAttemptAt" | "failedDays"
>;

/** What lies ahead of a connection's session, and what the person can do about it. */
export interface UpkeepOutlook {
  /** By when the person must act; `isNear` from a day before. Null when Wheelhouse keeps the session by itself. */
  readonly deadline: { readonly at: string; readonly isNear: boolean } | null;
  /** When Wheelhouse tries again by itself; null when nothing is planned. */
  readonly nextTry: { readonly at: string; readonly isDue: boolean } | null;
  /** How often it failed, in words; null while it did not. */
  readonly failures: string | null;
  /** A session is held that another try may save. */
  readonly canRetry: boolean;
  /** The session still serves, but the broker renews it no more: it ends unless the person signs in. */
  readonly isRefused: boolean;
  /** The session still serves, and a new sign-in, which may begin now, keeps the connection. */
  readonly canRenew: boolean;
}

const NEAR_MS = 24 * 3_600_000;

/**
 * The outlook of a connection.
 *
 * @param nowMs the current time in milliseconds since 1970.
 */
export function upkeepOutlook(facts: Facts, nowMs: number): UpkeepOutlook {
  const { deadlineAt, nextAttemptAt, status, health, nextAction } = facts;
  const holdsSession = facts.session !== null;
  const isTroubled = status === "connected" && health === "degraded";
  const isGivenUp = status === "error" && nextAction === "try_again";
  return {
    deadline:
      deadlineAt === null || !holdsSession || status !== "connected"
        ? null
        : { at: deadlineAt, isNear: Date.parse(deadlineAt) - nowMs < NEAR_MS },
    nextTry:
      nextAttemptAt === null || !isTroubled
        ? null
        : { at: nextAttemptAt, isDue: Date.parse(nextAttemptAt) <= nowMs },
    failures: failuresText(facts.failedDays),
    canRetry: holdsSession && (isTroubled || isGivenUp),
    isRefused: status === "connected" && (health === "needs_person" || health === "locked"),
    canRenew: status === "connected" && health === "needs_person",
  };
}

function failuresText(failedDays: number): string | null {
  if (failedDays === 0) return null;
  const days = failedDays === 1 ? "one day" : `${failedDays} different days`;
  return failedDays < DAYS_UNTIL_GIVEN_UP
    ? `It failed on ${days} so far. On day ${DAYS_UNTIL_GIVEN_UP} Wheelhouse stops and asks you.`
    : `It failed on ${days}.`;
}
