import type { BrokerError } from "@/server/brokers/broker-error";
import { planNextProbe } from "@/server/services/broker-sessions/look-again";
import { recordAttempt, type SessionAttempt } from "@/server/services/broker-sessions/record-attempt";
import { awaitsRenewal, keepAtOf } from "@/server/services/broker-sessions/session-upkeep";
import { upkeepPolicyOf } from "@/server/services/broker-sessions/upkeep-policy";
import { moveConnection } from "@/server/services/connections/move-connection";
import { NO_FAILURES } from "@/server/services/connections/retry-schedule";
import type { ServiceContext } from "@/server/services/service-context";
import { writeAgainOnConflict } from "@/server/services/write-again";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { ErrorCode } from "@/shared/error-codes";

/**
 * Writes the health that a call with the session showed, if it is news: `null` is an answer, an error the broker's
 * trouble. An answer ends a trouble and its count of failures, and takes up a session that was given up; it does not
 * mend one that can't be renewed, and says nothing about a renewal that failed and is still to come. The attempt that
 * the call was made for is written with it.
 */
export async function noteHealth(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
  trouble: BrokerError | null,
  attempt?: SessionAttempt,
): Promise<void> {
  const moved = await writeAgainOnConflict(() =>
    ctx.storage.transaction(async (tx) => {
      const current = await tx.connections.byId(connection.id);
      if (current === null) {
        return false;
      }
      if (attempt !== undefined) {
        const failure = trouble && { error: trouble, code: trouble.code };
        await recordAttempt(ctx, tx, current.id, attempt, failure);
      }
      return move(ctx, tx, current, session, trouble?.code ?? null);
    }),
  );
  if (moved) {
    ctx.feed.changed(connection.ownerId);
  }
}

async function move(
  ctx: ServiceContext,
  tx: StorageTx,
  current: ConnectionRecord,
  session: BrokerSessionRecord,
  trouble: ErrorCode | null,
): Promise<boolean> {
  if (trouble !== null) {
    const isNews =
      current.health === "ok" || (current.health === "degraded" && current.errorCode !== trouble);
    if (current.status !== "connected" || !isNews) {
      return false;
    }
    await moveConnection(ctx, tx, current, { type: "session_troubled", code: trouble });
    await planNextProbe(tx, current.id, ctx.clock.now());
    return true;
  }
  const held = await tx.brokerSessions.byId(session.id);
  const policy = upkeepPolicyOf(ctx, current.broker);
  if (held?.status !== "active" || (current.failedDays > 0 && awaitsRenewal(held, policy, ctx.clock.now()))) {
    return false;
  }
  if (current.status === "connected" && current.health === "degraded") {
    await moveConnection(ctx, tx, current, { type: "session_confirmed" }, NO_FAILURES);
    return true;
  }
  if (current.status !== "error") {
    return false;
  }
  await moveConnection(ctx, tx, current, { type: "session_restored" }, NO_FAILURES);
  await tx.brokerSessions.update(held.id, { keepAt: keepAtOf(held, policy) });
  return true;
}
