import { isPaused, noteTrouble } from "@/server/services/broker-sessions/note-trouble";
import { recordAttempt } from "@/server/services/broker-sessions/record-attempt";
import { keepAtOf } from "@/server/services/broker-sessions/session-upkeep";
import { upkeepPolicyOf } from "@/server/services/broker-sessions/upkeep-policy";
import { callWithSession } from "@/server/services/broker-sessions/with-broker-session";
import { recordFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import { writeAgainOnConflict } from "@/server/services/write-again";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import { codeOf } from "@/shared/code-of";

/**
 * Tells the broker that the session is in use, and plans what is due next; nothing where the broker's sessions have
 * no idle time-out. A refused token is refreshed once, as in every call. Throws what the broker's answer means;
 * state, count of failures and the next attempt are written by then.
 */
export async function keepAliveSession(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
): Promise<void> {
  if (brokerCalls(ctx, connection, "read").keepAlive === null) {
    return;
  }
  const startedAt = ctx.clock.now();
  try {
    await callWithSession(ctx, connection, session, async (calls, secrets) => calls.keepAlive?.(secrets));
  } catch (error) {
    await writeFailure(ctx, session, startedAt, error);
    throw error;
  }
  await ctx.storage.transaction(async (tx) => {
    const current = await tx.brokerSessions.byConnection(connection.id);
    if (current?.status !== "active") {
      return;
    }
    const lastActivityAt = ctx.clock.now();
    const keepAt = keepAtOf({ ...current, lastActivityAt }, upkeepPolicyOf(ctx, connection.broker));
    await tx.brokerSessions.update(current.id, { lastActivityAt, keepAt });
    await recordFlight(ctx, tx, connection.id, "keep_alive_ended", { outcome: "succeeded", code: null });
  });
}

/** What a renewal within the call wrote already is not counted again: its pause lies ahead. */
async function writeFailure(
  ctx: ServiceContext,
  session: BrokerSessionRecord,
  startedAt: Date,
  error: unknown,
): Promise<void> {
  const { connectionId } = session;
  await writeAgainOnConflict(() =>
    ctx.storage.transaction(async (tx) => {
      const current = await tx.connections.byId(connectionId);
      if (current === null) {
        return;
      }
      const code = codeOf(error);
      await recordAttempt(
        ctx,
        tx,
        connectionId,
        { kind: "keep_alive", trigger: "keeper", startedAt },
        { error, code },
      );
      await recordFlight(ctx, tx, connectionId, "keep_alive_ended", { outcome: "failed", code });
      if (!isPaused(current, ctx.clock.now())) {
        await noteTrouble(ctx, tx, session, error);
      }
    }),
  );
}
