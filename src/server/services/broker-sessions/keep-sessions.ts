import { keepSession } from "@/server/services/broker-sessions/keep-session";
import { autoLogin } from "@/server/services/connections/auto-login";
import type { ServiceContext } from "@/server/services/service-context";
import { someAtOnce } from "@/server/services/some-at-once";
import { systemContext } from "@/server/services/system-context";
import type { ConnectionRecord } from "@/server/storage/records";

const BATCH = 100;
const AT_ONCE = 5;

/**
 * One round of the keeper: whatever is due for sessions, and sign-ins with stored credentials. Resolves to the time
 * of the next need, or null when there is none. With nothing due it costs two reads of an index. Any number of
 * processes may do this at once: each session is claimed by one. An aborted round finishes what it began.
 */
export async function keepSessions(
  ctx: ServiceContext,
  signal: AbortSignal = new AbortController().signal,
): Promise<Date | null> {
  const { brokerSessions, connections } = ctx.storage;
  const keepAt = await brokerSessions.nextKeepDue();
  const attemptAt = await connections.nextAttemptDue();
  const now = ctx.clock.now();
  if (!isDue(keepAt, now) && !isDue(attemptAt, now)) {
    return earlier(keepAt, attemptAt);
  }
  await inBatches(
    signal,
    () => brokerSessions.keepDue(ctx.clock.now(), BATCH),
    (session) => keepSession(systemContext(ctx), session),
  );
  await inBatches(
    signal,
    () => connections.attemptsDue(ctx.clock.now(), BATCH),
    (connection) => tryLogin(systemContext(ctx), connection),
  );
  return earlier(await brokerSessions.nextKeepDue(), await connections.nextAttemptDue());
}

/** Whatever a batch leaves undone is not due any more, so that the next one brings others. */
async function inBatches<T>(
  signal: AbortSignal,
  read: () => Promise<T[]>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let batch: T[];
  do {
    batch = await read();
    await someAtOnce(batch, AT_ONCE, signal, work);
  } while (batch.length === BATCH && !signal.aborted);
}

/** A plan that was made before `AUTO_RECONNECT` was turned off is dropped. */
async function tryLogin(ctx: ServiceContext, connection: ConnectionRecord): Promise<void> {
  try {
    if (ctx.settings.autoReconnect) {
      await autoLogin(ctx, connection);
      return;
    }
    await ctx.storage.connections.update(connection.id, connection.version, {
      nextAttemptAt: null,
      updatedAt: ctx.clock.now(),
    });
    ctx.feed.changed(connection.ownerId);
  } catch (error) {
    ctx.log.error({ err: error, connectionId: connection.id }, "an automatic sign-in failed on our side");
  }
}

function isDue(time: Date | null, now: Date): boolean {
  return time !== null && time <= now;
}

function earlier(one: Date | null, other: Date | null): Date | null {
  return one === null || (other !== null && other < one) ? other : one;
}
