import { openSession } from "@/server/services/broker-sessions/session-cipher";
import { brokerOf, talksToItsHosts } from "@/server/services/connections/load-connection";
import type { ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import { writeAgainOnConflict } from "@/server/services/write-again";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { codeOf } from "@/shared/code-of";
import type { ErrorCode } from "@/shared/error-codes";

/** How the end of a session went. */
export interface EndedSession {
  readonly sessionId: string | null;
  /** Which tokens of it were ended. */
  readonly credentialVersion: number | null;
  /** Null when there was no session; false when the broker could not be told. */
  readonly revokedAtBroker: boolean | null;
  readonly errorCode: ErrorCode | null;
}

const NO_SESSION: EndedSession = {
  sessionId: null,
  credentialVersion: null,
  revokedAtBroker: null,
  errorCode: null,
};

/**
 * Ends the session at the broker. Never throws for the broker's trouble or for a session that cannot be read any
 * more: the caller deletes the row in any case, in the transaction that writes the event.
 */
export async function destroySession(
  ctx: ServiceContext,
  connection: ConnectionRecord,
): Promise<EndedSession> {
  const session = await ctx.storage.brokerSessions.byConnection(connection.id);
  return session === null ? NO_SESSION : revoke(ctx, connection, session);
}

async function revoke(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
): Promise<EndedSession> {
  const ended = { sessionId: session.id, credentialVersion: session.credentialVersion };
  const broker = brokerOf(ctx, connection.broker);
  if (!talksToItsHosts(connection, broker)) {
    return { ...ended, revokedAtBroker: false, errorCode: "CONN_OTHER_HOSTS" };
  }
  try {
    await brokerCalls(ctx, connection, "logout").revoke(await openSession(ctx, ctx.storage, session));
    return { ...ended, revokedAtBroker: true, errorCode: null };
  } catch (error) {
    ctx.log.warn({ err: error, connectionId: connection.id }, "the broker was not told of a logout");
    return { ...ended, revokedAtBroker: false, errorCode: codeOf(error) };
  }
}

/**
 * Ends the session at the broker and then writes, in one transaction, what goes with it. When a refresh put new
 * tokens in place in between, these are ended too before anything is written.
 */
export async function destroySessionWith<T>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  write: (tx: StorageTx, ended: EndedSession) => Promise<T>,
): Promise<T> {
  for (;;) {
    const ended = await destroySession(ctx, connection);
    const done = await writeAgainOnConflict(() =>
      ctx.storage.transaction(async (tx) =>
        (await isStillThat(ctx, tx, connection.id, ended)) ? { result: await write(tx, ended) } : null,
      ),
    );
    if (done !== null) {
      return done.result;
    }
  }
}

/** Holds the row, so that a refresh that comes later finds it gone and ends its own new tokens. */
async function isStillThat(
  ctx: ServiceContext,
  tx: StorageTx,
  connectionId: string,
  ended: EndedSession,
): Promise<boolean> {
  if (ended.sessionId !== null) {
    await tx.brokerSessions.update(ended.sessionId, { lastActivityAt: ctx.clock.now() });
  }
  const current = await tx.brokerSessions.byConnection(connectionId);
  // The session of another login begins with the same version.
  const same = current?.id === ended.sessionId && current.credentialVersion === ended.credentialVersion;
  return current === null || same;
}
