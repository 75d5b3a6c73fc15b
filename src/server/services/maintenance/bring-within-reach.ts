import { SESSION_LEASE_MS } from "@/server/services/broker-sessions/renewal";
import { LOGIN_LEASE_MS } from "@/server/services/connections/login-lease";
import { DELIVERY_LEASE_MS } from "@/server/services/notices/deliver-one";
import type { ServiceContext } from "@/server/services/service-context";
import { writeAgainOnConflict } from "@/server/services/write-again";
import type { ConnectionRecord, LoginAttemptRecord } from "@/server/storage/records";

/**
 * To be done after the clock went back, and at the start, since it may have done so meanwhile: leases, claims and
 * pauses that were written with the later clock would hold until that time comes again. A lease that lies further
 * ahead than its whole length is shortened to it, so that a holder that lives prolongs it and a dead one loses it
 * as always. What was written later than now is over: pauses end, and the keeper looks at it.
 */
export async function bringWithinReach(ctx: ServiceContext): Promise<void> {
  const { brokerSessions, connections, loginAttempts, noticeDeliveries } = ctx.storage;
  const now = ctx.clock.now();
  const within = (lengthMs: number) => new Date(now.getTime() + lengthMs);
  const mended = [
    await brokerSessions.shortenLeases(within(SESSION_LEASE_MS)),
    await loginAttempts.shortenLeases(within(LOGIN_LEASE_MS)),
    await noticeDeliveries.shortenLeases(within(DELIVERY_LEASE_MS)),
    await noticeDeliveries.wakeWrittenAhead(now),
    await brokerSessions.wakeWrittenAhead(now),
  ];
  for (const attempt of await loginAttempts.open()) {
    mended.push((await moveBack(ctx, attempt, now)) ? 1 : 0);
  }
  for (const { id, ownerId } of await connections.writtenAhead(now)) {
    await writeAgainOnConflict(() => endPause(ctx, id, now));
    ctx.feed.changed(ownerId);
    mended.push(1);
  }
  const rows = mended.reduce((sum, count) => sum + count, 0);
  if (rows > 0) {
    ctx.log.warn(
      { rows },
      "the clock went back; what was written with the later one is brought within reach",
    );
  }
}

/** A login that waits for its person has all its time again, from now on; one in mid-call is its holder's. */
async function moveBack(ctx: ServiceContext, attempt: LoginAttemptRecord, now: Date): Promise<boolean> {
  const { id, version, startedAt, deadlineAt, pollAt, leaseUntil } = attempt;
  if (startedAt <= now || leaseUntil !== null) {
    return false;
  }
  return ctx.storage.loginAttempts.update(id, version, {
    startedAt: now,
    deadlineAt: new Date(now.getTime() + deadlineAt.getTime() - startedAt.getTime()),
    pollAt: earlier(pollAt, now),
  });
}

/** The doubling of pauses begins anew, and a day that has not come counts as this one. */
async function endPause(ctx: ServiceContext, id: string, now: Date): Promise<void> {
  const current = await ctx.storage.connections.byId(id);
  if (current !== null) {
    await ctx.storage.connections.update(id, current.version, pauseEnded(current, now));
  }
}

function pauseEnded(current: ConnectionRecord, now: Date) {
  const today = now.toISOString().slice(0, 10);
  const { lastFailedDay } = current;
  return {
    lastFailureAt: earlier(current.lastFailureAt, now),
    lastFailedDay: lastFailedDay !== null && lastFailedDay > today ? today : lastFailedDay,
    nextAttemptAt: earlier(current.nextAttemptAt, now),
    autoLoginAt: earlier(current.autoLoginAt, now),
    updatedAt: now,
  };
}

function earlier(time: Date | null, now: Date): Date | null {
  return time !== null && time > now ? now : time;
}
