import { openSession } from "@/server/services/broker-sessions/session-cipher";
import { brokerOf, talksToItsHosts } from "@/server/services/connections/load-connection";
import type { ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";

/** How the end of a session went. */
export interface EndedSession {
  readonly sessionId: string | null;
  /** Null when there was no session; false when the broker could not be told. */
  readonly revokedAtBroker: boolean | null;
  readonly errorCode: ErrorCode | null;
}

/**
 * Ends the session at the broker. Never throws for the broker's trouble or for a session that cannot be read any
 * more: the caller deletes the row in any case, in the transaction that writes the event.
 */
export async function destroySession(
  ctx: ServiceContext,
  connection: ConnectionRecord,
): Promise<EndedSession> {
  const session = await ctx.storage.brokerSessions.byConnection(connection.id);
  if (session === null) {
    return { sessionId: null, revokedAtBroker: null, errorCode: null };
  }
  const broker = brokerOf(ctx, connection.broker);
  if (!talksToItsHosts(connection, broker)) {
    return { sessionId: session.id, revokedAtBroker: false, errorCode: "CONN_OTHER_HOSTS" };
  }
  try {
    await brokerCalls(ctx, connection, "logout").revoke(await openSession(ctx, ctx.storage, session));
    return { sessionId: session.id, revokedAtBroker: true, errorCode: null };
  } catch (error) {
    ctx.log.warn({ err: error, connectionId: connection.id }, "the broker was not told of a logout");
    const errorCode = error instanceof AppError ? error.code : "API_UNEXPECTED";
    return { sessionId: session.id, revokedAtBroker: false, errorCode };
  }
}
