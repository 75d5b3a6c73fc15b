import type { BrokerCalls } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { endSession } from "@/server/services/broker-sessions/end-session";
import { refreshSession } from "@/server/services/broker-sessions/refresh-session";
import { openSession } from "@/server/services/broker-sessions/session-cipher";
import { isValid } from "@/server/services/broker-sessions/session-state";
import { brokerOf, talksToItsHosts } from "@/server/services/connections/load-connection";
import { moveConnection } from "@/server/services/connections/move-connection";
import type { ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { ErrorCode } from "@/shared/error-codes";

/** The broker's answers that say nothing about the session but that the broker has trouble. */
const TROUBLE: readonly ErrorCode[] = [
  "CONN_NETWORK_ERROR",
  "CONN_TIMEOUT",
  "CONN_SSL_ERROR",
  "CONN_BROKER_UNAVAILABLE",
  "CONN_UNEXPECTED_REPLY",
  "API_RATE_LIMITED",
];

/**
 * Calls the broker with the connection's live session: the one place where a refused token leads to one refresh
 * and one repeat of the call. Throws CONN_OTHER_HOSTS when the session was made elsewhere, AUTH_SESSION_EXPIRED when the person must sign in again, API_CONFLICT when
 * the connection is not connected, else the call's own error; the connection's health follows what happened.
 */
export async function withBrokerSession<T>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  call: (calls: BrokerCalls, secrets: BrokerSessionSecrets) => Promise<T>,
): Promise<T> {
  if (connection.status === "expired") {
    throw new AppError("AUTH_SESSION_EXPIRED");
  }
  const session = await ctx.storage.brokerSessions.byConnection(connection.id);
  if (connection.status !== "connected" || session === null) {
    throw new AppError("API_CONFLICT", "The connection is not connected");
  }
  const broker = brokerOf(ctx, connection.broker);
  if (!talksToItsHosts(connection, broker)) {
    throw new AppError("CONN_OTHER_HOSTS");
  }
  const secrets = await readSecrets(ctx, connection, session);
  try {
    const answer = await withOneRefresh(
      ctx,
      connection,
      session,
      brokerCalls(ctx, connection, "read"),
      secrets,
      call,
    );
    if (connection.health !== "ok") {
      await noteHealth(ctx, connection, null);
    }
    return answer;
  } catch (error) {
    if (error instanceof BrokerError && TROUBLE.includes(error.code)) {
      await noteHealth(ctx, connection, error.code);
    }
    throw error;
  }
}

async function readSecrets(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
): Promise<BrokerSessionSecrets> {
  try {
    return await openSession(ctx, ctx.storage, session);
  } catch (error) {
    await endSession(ctx, connection, session, "STORAGE_READ_ERROR");
    throw error;
  }
}

async function withOneRefresh<T>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
  calls: BrokerCalls,
  secrets: BrokerSessionSecrets,
  call: (calls: BrokerCalls, secrets: BrokerSessionSecrets) => Promise<T>,
): Promise<T> {
  if (isValid(session, ctx.clock.now())) {
    try {
      return await call(calls, secrets);
    } catch (error) {
      if (!(error instanceof AppError && error.code === "AUTH_SESSION_EXPIRED")) {
        throw error;
      }
    }
  }
  const refreshed = await refreshSession(ctx, connection, session);
  const fresh = await openSession(ctx, ctx.storage, refreshed);
  try {
    return await call(calls, fresh);
  } catch (error) {
    if (error instanceof AppError && error.code === "AUTH_SESSION_EXPIRED") {
      await endSession(ctx, connection, refreshed, error.code);
    }
    throw error;
  }
}

/** Writes the health that a call showed, if the connection still is connected and it is news. */
async function noteHealth(ctx: ServiceContext, connection: ConnectionRecord, trouble: ErrorCode | null) {
  await ctx.storage.transaction(async (tx) => {
    const current = await tx.connections.byId(connection.id);
    if (current?.status !== "connected" || current.errorCode === trouble) {
      return;
    }
    await moveConnection(
      ctx,
      tx,
      current,
      trouble === null ? { type: "session_confirmed" } : { type: "session_troubled", code: trouble },
    );
  });
  ctx.feed.changed(connection.ownerId);
}
