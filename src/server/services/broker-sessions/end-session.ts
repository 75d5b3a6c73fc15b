import { recordEvent } from "@/server/services/audit/record-event";
import { allowsAutoLogin } from "@/server/services/connections/auto-login-verdict";
import { eventOwner } from "@/server/services/connections/event-owner";
import { moveConnection } from "@/server/services/connections/move-connection";
import { NO_FAILURES } from "@/server/services/connections/retry-schedule";
import type { ServiceContext } from "@/server/services/service-context";
import { writeAgainOnConflict } from "@/server/services/write-again";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { ErrorCode } from "@/shared/error-codes";

/**
 * Writes that a session is over: the person must sign in at the broker again, or with `AUTO_RECONNECT` the keeper
 * does at its next round, if the reason allows it. Does nothing if it is known, or if the session was replaced or
 * has newer tokens than those that were refused.
 */
export async function endSession(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
  code: ErrorCode,
): Promise<void> {
  await writeAgainOnConflict(() => ctx.storage.transaction((tx) => endSessionIn(ctx, tx, session, code)));
  ctx.feed.changed(connection.ownerId);
}

/** {@link endSession} within a transaction. */
export async function endSessionIn(
  ctx: ServiceContext,
  tx: StorageTx,
  session: BrokerSessionRecord,
  reason: ErrorCode,
): Promise<void> {
  const held = await tx.brokerSessions.byId(session.id);
  if (held?.credentialVersion !== session.credentialVersion || held.status !== "active") {
    return;
  }
  await tx.brokerSessions.update(session.id, { status: "expired", keepAt: null });
  const current = await tx.connections.byId(session.connectionId);
  const code = reasonOf(current, reason);
  if (current?.status === "connected" || current?.status === "error") {
    await moveConnection(
      ctx,
      tx,
      current,
      { type: "session_ended", code },
      {
        ...NO_FAILURES,
        nextAttemptAt: ctx.settings.autoReconnect && allowsAutoLogin(code) ? ctx.clock.now() : null,
      },
    );
  }
  await recordEvent(ctx, tx, {
    ...(await eventOwner(ctx, tx, session.ownerId)),
    type: code === "STORAGE_READ_ERROR" ? "SESSION_INTEGRITY_FAILED" : "SESSION_EXPIRED",
    outcome: "failure",
    ...(code === "STORAGE_READ_ERROR" ? { severity: "CRITICAL" as const } : {}),
    targetId: session.id,
    sessionId: session.id,
    details: { connectionId: session.connectionId, code },
  });
}

/**
 * Why a session that runs out ends: where its person was waited for already, for the reason that they know. A lost
 * answer stays one, and a password or a prompt that was refused keeps the keeper from sending it again.
 */
function reasonOf(current: ConnectionRecord | null, reason: ErrorCode): ErrorCode {
  const known = current?.health === "needs_person" || current?.health === "locked" ? current.errorCode : null;
  return reason === "AUTH_SESSION_EXPIRED" && known?.startsWith("AUTH_") ? known : reason;
}
