import type { ConnectionRecord } from "@/server/storage/records";
import { DAYS_UNTIL_GIVEN_UP } from "@/shared/schemas/connection";

/** What a connection remembers of failures in keeping its session. */
export type FailureCount = Pick<
  ConnectionRecord,
  "failedDays" | "lastFailedDay" | "lastFailureAt" | "nextAttemptAt"
>;

/** The count after a success. `lastFailureAt` stays: it is history. */
export const NO_FAILURES = { failedDays: 0, lastFailedDay: null, nextAttemptAt: null } as const;

const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** A broker that asks for a longer pause than this is asked again after it all the same. */
const LONGEST_ASKED_MS = 24 * 60 * 60_000;
/** Part of each pause that chance takes away, at most. */
const JITTER = 0.2;

/**
 * The count after one more failure. Failures of one day (UTC) count once; on the fourth such day it is given up,
 * and no further attempt is planned. The pause starts at 30 s and doubles to 15 min; it is read off the last one,
 * so that it needs no column. The broker's own `Retry-After` is obeyed where it is longer. Pure; `chance` is from
 * 0 to 1.
 */
export function afterFailure(
  previous: FailureCount,
  failure: { readonly now: Date; readonly retryAfterSeconds: number | undefined; readonly chance: number },
): FailureCount & { readonly givenUp: boolean } {
  const { now } = failure;
  const day = now.toISOString().slice(0, 10);
  const failedDays = previous.failedDays + (previous.lastFailedDay === day ? 0 : 1);
  const counted = { failedDays, lastFailedDay: day, lastFailureAt: now };
  if (failedDays >= DAYS_UNTIL_GIVEN_UP) {
    return { ...counted, nextAttemptAt: null, givenUp: true };
  }
  const ownMs = pauseAfter(previous) * (1 - JITTER * failure.chance);
  const askedMs = Math.min((failure.retryAfterSeconds ?? 0) * 1000, LONGEST_ASKED_MS);
  return {
    ...counted,
    nextAttemptAt: new Date(now.getTime() + Math.round(Math.max(ownMs, askedMs))),
    givenUp: false,
  };
}

function pauseAfter({ lastFailureAt, nextAttemptAt }: FailureCount): number {
  const lastMs =
    lastFailureAt === null || nextAttemptAt === null ? 0 : nextAttemptAt.getTime() - lastFailureAt.getTime();
  return Math.min(Math.max(lastMs * 2, FIRST_PAUSE_MS), LONGEST_PAUSE_MS);
}
