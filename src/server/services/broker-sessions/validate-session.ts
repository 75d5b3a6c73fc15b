import { recordEvent } from "@/server/services/audit/record-event";
import { withBrokerSession } from "@/server/services/broker-sessions/with-broker-session";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";

/**
 * Asks the broker whether the session is good, and notes the activity. A token that ran out is refreshed. Throws
 * AUTH_SESSION_EXPIRED when the person must sign in again, or the broker's trouble.
 */
export async function validateSession(ctx: ServiceContext, connection: ConnectionRecord): Promise<void> {
  await withBrokerSession(ctx, connection, (broker, secrets) => broker.probe(secrets));
  await ctx.storage.transaction(async (tx) => {
    const session = await tx.brokerSessions.byConnection(connection.id);
    if (session === null) {
      return;
    }
    await tx.brokerSessions.update(session.id, { lastActivityAt: ctx.clock.now() });
    await recordEvent(ctx, tx, {
      type: "SESSION_VALIDATED",
      outcome: "success",
      targetId: session.id,
      sessionId: session.id,
      details: { connectionId: connection.id },
    });
  });
}
