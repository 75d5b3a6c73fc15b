import { recordEvent } from "@/server/services/audit/record-event";
import { destroySession } from "@/server/services/broker-sessions/destroy-session";
import { endLogin } from "@/server/services/connections/end-login";
import { loadConnection } from "@/server/services/connections/load-connection";
import { outsideOf, removeOutside } from "@/server/services/connections/stored-credential";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";

/**
 * Removes a connection with everything stored for it, wherever that is: a login in progress is cancelled, the session is ended at
 * the broker if it can be reached. The audit log keeps what happened.
 */
export async function removeConnection(ctx: ServiceContext, input: { connectionId: string }): Promise<void> {
  const actor = permit(ctx, "manage_connections");
  const connection = await loadConnection(ctx.storage, actor.userId, input.connectionId);
  const outside = outsideOf(ctx.credentialBackends, await ctx.storage.credentials.listOf(connection.id));
  await destroySession(ctx, connection, allowed, async (tx, ended) => {
    const login = await tx.loginAttempts.openOf(connection.id);
    if (login !== null) {
      await endLogin(ctx, tx, login, "cancelled");
    }
    await tx.connections.remove(connection.id);
    await tx.flightRecords.removeOf(connection.id);
    await tx.notices.resolve(connection.id, ctx.clock.now());
    await recordEvent(ctx, tx, {
      type: "CONNECTION_REMOVED",
      outcome: "success",
      targetId: connection.id,
      sessionId: ended.sessionId,
      details: {
        broker: connection.broker,
        label: connection.label,
        revokedAtBroker: ended.revokedAtBroker,
        code: ended.errorCode,
      },
    });
  });
  await removeOutside(ctx, outside);
  ctx.feed.changed(actor.userId);
}

async function allowed(): Promise<void> {}
