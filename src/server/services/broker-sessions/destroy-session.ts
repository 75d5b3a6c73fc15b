import { SESSION_LEASE_MS } from "@/server/services/broker-sessions/renewal";
import { openSession } from "@/server/services/broker-sessions/session-cipher";
import { brokerOf, talksToItsHosts } from "@/server/services/connections/load-connection";
import type { ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import { writeAgainOnConflict } from "@/server/services/write-again";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { codeOf } from "@/shared/code-of";
import type { ErrorCode } from "@/shared/error-codes";

/** How the end of a session went at the broker. */
export interface EndedSession {
  readonly sessionId: string | null;
  /** Null when there was no session; false when the broker could not be told. */
  readonly revokedAtBroker: boolean | null;
  readonly errorCode: ErrorCode | null;
}

const NO_SESSION: EndedSession = {
  sessionId: null,
  revokedAtBroker: null,
  errorCode: null,
};

/**
 * Ends the connection's session: marks it, tells the broker, and then writes in one transaction what goes with it.
 * From the mark on no call uses the session and no tokens are put in its place; should this process die, a keeper
 * ends it. `allow` may refuse within the transaction of the mark, and write there what must not get lost. `write`
 * is told whether another process was done first, and deletes the row.
 */
export async function destroySession<T>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  allow: (tx: StorageTx) => Promise<void>,
  write: (tx: StorageTx, ended: EndedSession, isFirst: boolean) => Promise<T>,
): Promise<T> {
  for (;;) {
    const session = await writeAgainOnConflict(() =>
      ctx.storage.transaction(async (tx) => {
        await allow(tx);
        return mark(ctx, tx, connection.id);
      }),
    );
    const ended = session === null ? NO_SESSION : await revoke(ctx, connection, session);
    const done = await writeAgainOnConflict(() =>
      ctx.storage.transaction(async (tx) => {
        const current = await held(ctx, tx, connection.id, ended);
        // The session of a login that came in between is to be ended too.
        return current !== null && current.id !== ended.sessionId
          ? null
          : { result: await write(tx, ended, ended.sessionId === null || current !== null) };
      }),
    );
    if (done !== null) {
      return done.result;
    }
  }
}

/** The session as it is to be revoked: nobody changes its tokens any more. */
async function mark(
  ctx: ServiceContext,
  tx: StorageTx,
  connectionId: string,
): Promise<BrokerSessionRecord | null> {
  const session = await tx.brokerSessions.byConnection(connectionId);
  if (session === null) {
    return null;
  }
  const keepAt = new Date(ctx.clock.now().getTime() + SESSION_LEASE_MS);
  await tx.brokerSessions.update(session.id, { status: "invalid", keepAt });
  return tx.brokerSessions.byId(session.id);
}

/** The row as it is now, held until the transaction ends. */
async function held(
  ctx: ServiceContext,
  tx: StorageTx,
  connectionId: string,
  { sessionId }: EndedSession,
): Promise<BrokerSessionRecord | null> {
  if (sessionId !== null) {
    await tx.brokerSessions.update(sessionId, { lastActivityAt: ctx.clock.now() });
  }
  return tx.brokerSessions.byConnection(connectionId);
}

/** Never throws for the broker's trouble or for a session that can't be read any more: its row goes in any case. */
async function revoke(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
): Promise<EndedSession> {
  const ended = { sessionId: session.id };
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
