import { recordEvent } from "@/server/services/audit/record-event";
import { allowsAutoLogin } from "@/server/services/connections/auto-login-verdict";
import { eventOwner } from "@/server/services/connections/event-owner";
import { moveConnection } from "@/server/services/connections/move-connection";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import type { ErrorCode } from "@/shared/error-codes";

/**
 * Writes that a session is over: the person must sign in at the broker again, or with `AUTO_RECONNECT` the keeper
 * does at its next round, if the reason allows it. Does nothing if it is known.
 */
export async function endSession(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
  code: ErrorCode,
): Promise<void> {
  await ctx.storage.transaction(async (tx) => {
    const current = await tx.connections.byId(connection.id);
    if (current?.status !== "connected") {
      return;
    }
    await tx.brokerSessions.update(session.id, { status: "expired", keepAt: null });
    await moveConnection(
      ctx,
      tx,
      current,
      { type: "session_ended", code },
      { nextAttemptAt: ctx.settings.autoReconnect && allowsAutoLogin(code) ? ctx.clock.now() : null },
    );
    await recordEvent(ctx, tx, {
      ...(await eventOwner(ctx, tx, session.ownerId)),
      type: code === "STORAGE_READ_ERROR" ? "SESSION_INTEGRITY_FAILED" : "SESSION_EXPIRED",
      outcome: "failure",
      ...(code === "STORAGE_READ_ERROR" ? { severity: "CRITICAL" as const } : {}),
      targetId: session.id,
      sessionId: session.id,
      details: { connectionId: connection.id, code },
    });
  });
  ctx.feed.changed(connection.ownerId);
}
