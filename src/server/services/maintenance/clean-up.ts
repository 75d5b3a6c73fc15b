import { leftoverRounds } from "@/server/services/credential-storage/remove-leftovers";
import type { ServiceContext } from "@/server/services/service-context";
import { MOST_FLIGHT_RECORDS } from "@/shared/schemas/flight-record";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long what is over is kept, milliseconds. The audit log is not among it. */
const KEPT_MS = {
  attempts: 90 * DAY_MS,
  flightRecords: 14 * DAY_MS,
  // Pages of orders and lists of contracts that nobody looks at any more; what is looked at is written anew.
  cachedReplies: 30 * DAY_MS,
  endedDeliveries: 30 * DAY_MS,
  notices: 180 * DAY_MS,
  requestWindows: HOUR_MS,
  // Long enough for their owner to see what ended, and what used it last.
  endedTokens: 30 * DAY_MS,
  leases: 30 * DAY_MS,
  // So long a write may be repeated with its key.
  idempotencyKeys: DAY_MS,
  // A refused login and a failed sign-in are forgotten after a day: see login-guard.ts and sign-in.ts.
  guards: DAY_MS,
  processRuns: 7 * DAY_MS,
} as const;

/**
 * {@link cleanUp} as rounds of a loop: it is due when the interval of this moment has passed since the last time.
 * Each round returns when the next is due.
 */
export function cleanUpRounds(): (ctx: ServiceContext) => Promise<Date> {
  let lastAt: Date | null = null;
  const removeLeftovers = leftoverRounds();
  const dueAt = (ctx: ServiceContext, since: Date) =>
    new Date(since.getTime() + ctx.settings.cleanupIntervalSeconds * 1000);
  return async (ctx) => {
    const now = ctx.clock.now();
    if (lastAt !== null && dueAt(ctx, lastAt) > now) return dueAt(ctx, lastAt);
    lastAt = now;
    await cleanUp(ctx);
    await removeLeftovers(ctx);
    return dueAt(ctx, now);
  };
}

/**
 * Removes what is too old to be of use, and sessions that are past saving. Each part is a statement of its own: what
 * is interrupted goes on next time, and two processes at once do no harm.
 */
export async function cleanUp(ctx: ServiceContext): Promise<void> {
  const { storage } = ctx;
  const now = ctx.clock.now();
  const before = (keptMs: number) => new Date(now.getTime() - keptMs);
  const removed = {
    loginAttempts: await storage.loginAttempts.removeOlderThan(before(KEPT_MS.attempts)),
    sessionAttempts: await storage.sessionAttempts.removeOlderThan(before(KEPT_MS.attempts)),
    flightRecords: await storage.flightRecords.removeOlderThan(before(KEPT_MS.flightRecords)),
    flightLinesTooMany: await storage.flightRecords.trimEach(MOST_FLIGHT_RECORDS),
    cachedReplies: await storage.cachedReplies.removeOlderThan(before(KEPT_MS.cachedReplies)),
    deliveries: await storage.noticeDeliveries.removeEndedOlderThan(before(KEPT_MS.endedDeliveries)),
    notices: await storage.notices.removeOlderThan(before(KEPT_MS.notices)),
    requestWindows: await storage.requestWindows.removeOlderThan(before(KEPT_MS.requestWindows)),
    apiTokens: await storage.apiTokens.removeEndedBefore(before(KEPT_MS.endedTokens)),
    tokenWindows: await storage.tokenWindows.removeOlderThan(before(KEPT_MS.requestWindows)),
    sessionLeases: await storage.sessionLeases.removeOlderThan(before(KEPT_MS.leases)),
    idempotencyKeys: await storage.idempotencyKeys.removeOlderThan(before(KEPT_MS.idempotencyKeys)),
    loginGuards: await storage.loginGuards.removeOlderThan(before(KEPT_MS.guards)),
    metrics: await storage.metrics.removeBefore(before(metricsDays(ctx) * DAY_MS)),
    processRuns: await storage.processRuns.removeSeenBefore(before(KEPT_MS.processRuns)),
    brokerSessions: await storage.brokerSessions.removeEnded(),
  };
  await storage.throttles.removeOlderThan(before(KEPT_MS.guards));
  if (Object.values(removed).some((count) => count > 0)) {
    ctx.log.info(removed, "old rows were removed");
  }
}

function metricsDays({ liveSettings }: ServiceContext): number {
  return liveSettings.resolved.values.METRICS_RETENTION_DAYS;
}
