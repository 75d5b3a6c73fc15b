import { isValid } from "@/server/services/broker-sessions/session-state";
import { moveConnection } from "@/server/services/connections/move-connection";
import type { ServiceContext } from "@/server/services/service-context";
import type { StorageTx } from "@/server/storage/storage";

/**
 * After a login that brought nothing: the session from before it, if there is one, is what the connection has again.
 * One that serves is connected and still waits for its person; one that had been given up can be tried again.
 */
export async function fallBackToSession(
  ctx: ServiceContext,
  tx: StorageTx,
  connectionId: string,
): Promise<void> {
  const [connection, session] = [
    await tx.connections.byId(connectionId),
    await tx.brokerSessions.byConnection(connectionId),
  ];
  if (connection === null || session?.status !== "active") {
    return;
  }
  const now = ctx.clock.now();
  await moveConnection(ctx, tx, connection, { type: "session_kept", serves: isValid(session, now) });
  // The keeper left the session alone during the login: it looks at once.
  await tx.brokerSessions.update(session.id, { keepAt: now });
}
