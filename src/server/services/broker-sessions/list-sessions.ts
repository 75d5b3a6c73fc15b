import { isValid, needsRefresh, timeRemaining } from "@/server/services/broker-sessions/session-state";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionView } from "@/shared/schemas/broker-session";

/** The person's broker sessions with their time left; never a token. */
export async function listSessions(ctx: ServiceContext): Promise<BrokerSessionView[]> {
  const actor = permit(ctx, "manage_connections");
  const now = ctx.clock.now();
  const [sessions, connections] = await Promise.all([
    ctx.storage.brokerSessions.listOf(actor.userId),
    ctx.storage.connections.listOf(actor.userId),
  ]);
  return sessions.flatMap((session) => {
    const connection = connections.find((candidate) => candidate.id === session.connectionId);
    if (connection === undefined) {
      return [];
    }
    return [
      {
        sessionId: session.id,
        connectionId: connection.id,
        broker: connection.broker,
        status: session.status,
        createdAt: session.createdAt.toISOString(),
        expiresAt: session.expiresAt.toISOString(),
        lastActivityAt: session.lastActivityAt.toISOString(),
        isValid: isValid(session, now),
        timeRemaining: timeRemaining(session, now),
        needsRefresh: needsRefresh(session, now),
      },
    ];
  });
}
