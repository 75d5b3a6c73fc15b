import type { BrokerSessionRecord } from "@/server/storage/records";

type Timed = Pick<BrokerSessionRecord, "status" | "expiresAt" | "hardExpiresAt">;

/** Seconds until the session ends by itself, never negative. */
export function timeRemaining(session: Timed, now: Date): number {
  const end = Math.min(
    session.expiresAt.getTime(),
    session.hardExpiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
  );
  return Math.max(0, Math.floor((end - now.getTime()) / 1000));
}

/** Whether the session counts as good without asking the broker. */
export function isValid(session: Timed, now: Date): boolean {
  return (session.status === "active" || session.status === "refreshing") && timeRemaining(session, now) > 0;
}

/** Whether the session ends within the threshold, 300 seconds unless told. */
export function needsRefresh(session: Timed, now: Date, thresholdSeconds = 300): boolean {
  return timeRemaining(session, now) < thresholdSeconds;
}
