import { planNextProbe } from "@/server/services/broker-sessions/look-again";
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
 * Writes the health that a call with the session showed, if it is news: `null` is an answer, a code the broker's
 * trouble. An answer ends a trouble and its count of failures, and takes up a session that was given up; it does not
 * mend one that can't be renewed, and says nothing about a renewal that failed and is still to come.
 */
export async function noteHealth(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
  trouble: ErrorCode | null,
): Promise<void> {
  const moved = await writeAgainOnConflict(() =>
    ctx.storage.transaction((tx) => write(ctx, tx, connection.id, session, trouble)),
  );
  if (moved) {
    ctx.feed.changed(connection.ownerId);
  }
}

async function write(
  ctx: ServiceContext,
  tx: StorageTx,
  connectionId: string,
  session: BrokerSessionRecord,
  trouble: ErrorCode | null,
): Promise<boolean> {
  const current = await tx.connections.byId(connectionId);
  if (current === null) {
    return false;
  }
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
  if (
    held?.status !== "active" ||
    (current.failedDays > 0 && awaitsRenewal(held, policy, ctx.clock.now()))
  ) {
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
