import type { BrokerCalls } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { endSession } from "@/server/services/broker-sessions/end-session";
import { noteHealth } from "@/server/services/broker-sessions/note-health";
import type { SessionAttempt } from "@/server/services/broker-sessions/record-attempt";
import { refreshSession } from "@/server/services/broker-sessions/refresh-session";
import { isUnreadable, openSession } from "@/server/services/broker-sessions/session-cipher";
import { isValid } from "@/server/services/broker-sessions/session-state";
import { brokerOf, talksToItsHosts } from "@/server/services/connections/load-connection";
import type { ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import type { CallKind } from "@/server/services/upstream/call-kind";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";
import type { ErrorCode } from "@/shared/error-codes";

/** A call to the broker with the secrets of a live session. */
export type SessionCall<T> = (calls: BrokerCalls, secrets: BrokerSessionSecrets) => Promise<T>;

export interface SessionCallOptions {
  /** What the call is made for: written with the health that it shows. */
  readonly attempt?: SessionAttempt;
  /**
   * `history` waits for places in the window of requests where `read`, which is the default, is refused; `trade` is
   * for what changes something at the broker, and is sent once.
   */
  readonly kind?: SessionCallKind;
}

type SessionCallKind = Extract<CallKind, "read" | "history" | "trade">;

/** The broker's answers that say nothing about the session but that the broker has trouble. */
const TROUBLE: readonly ErrorCode[] = [
  "CONN_NETWORK_ERROR",
  "CONN_TIMEOUT",
  "CONN_SSL_ERROR",
  "CONN_BROKER_UNAVAILABLE",
  "CONN_BROKER_PAUSED",
  "CONN_UNEXPECTED_REPLY",
  "API_RATE_LIMITED",
];

/** The last words about a session: only a sign-in helps. */
const ENDED: readonly ErrorCode[] = ["AUTH_SESSION_EXPIRED", "AUTH_REFRESH_ANSWER_LOST"];

/** Tokens that other processes and new logins put in place during one call are taken up so often. */
const MOST_TURNS = 4;

/**
 * Calls the broker with the connection's live session: the one place where a refused token leads to one refresh
 * and one repeat of the call. A live token never waits for a refresh. Throws CONN_OTHER_HOSTS when the session was
 * made elsewhere, AUTH_SESSION_EXPIRED or AUTH_REFRESH_ANSWER_LOST when the person must sign in again, API_CONFLICT
 * when the connection is not connected, else the call's own error; the connection's health follows what happened.
 */
export async function withBrokerSession<T>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  call: SessionCall<T>,
  how: SessionCallOptions = {},
): Promise<T> {
  if (connection.status === "expired") {
    throw new AppError("AUTH_SESSION_EXPIRED");
  }
  const session = await ctx.storage.brokerSessions.byConnection(connection.id);
  if (connection.status !== "connected" || session === null) {
    throw new AppError("API_CONFLICT", "The connection is not connected");
  }
  return callWithSession(ctx, connection, session, call, how);
}

/** {@link withBrokerSession} for a session that was read already; its connection may have been given up. */
export async function callWithSession<T>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
  call: SessionCall<T>,
  how: SessionCallOptions = {},
): Promise<T> {
  if (!talksToItsHosts(connection, brokerOf(ctx, connection.broker))) {
    throw new AppError("CONN_OTHER_HOSTS");
  }
  const { attempt, kind = "read" } = how;
  try {
    const answer = await withOneRefresh(ctx, connection, session, call, kind);
    if (connection.health !== "ok" || attempt !== undefined) {
      await noteHealth(ctx, connection, session, null, attempt);
    }
    return answer;
  } catch (error) {
    if (error instanceof BrokerError && TROUBLE.includes(error.code)) {
      await noteHealth(ctx, connection, session, error, attempt);
    }
    throw error;
  }
}

async function withOneRefresh<T>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
  call: SessionCall<T>,
  kind: SessionCallKind,
): Promise<T> {
  const calls = brokerCalls(ctx, connection, kind);
  let held = session;
  let refreshed = false;
  for (let turn = 1; ; turn += 1) {
    if (!refreshed && !isValid(held, ctx.clock.now())) {
      held = await renew(ctx, connection, held);
      refreshed = true;
    }
    const secrets = await readSecrets(ctx, connection, held);
    try {
      return await call(calls, secrets);
    } catch (error) {
      if (codeOf(error) !== "AUTH_SESSION_EXPIRED") {
        throw error;
      }
      const newer = await newerThan(ctx, connection, held);
      if (newer !== null && turn < MOST_TURNS) {
        held = newer;
        continue;
      }
      if (refreshed) {
        await endSession(ctx, connection, held, "AUTH_SESSION_EXPIRED");
        throw error;
      }
      held = await renew(ctx, connection, held);
      refreshed = true;
    }
  }
}

/** The session's row if other tokens are in place by now: another process refreshed, or the person signed in. */
async function newerThan(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  held: BrokerSessionRecord,
): Promise<BrokerSessionRecord | null> {
  const current = await ctx.storage.brokerSessions.byConnection(connection.id);
  const same = current?.id === held.id && current.credentialVersion === held.credentialVersion;
  return same ? null : current;
}

/** New tokens for a call that needs them. With a refusal the session is over: the broker wants neither token. */
async function renew(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  held: BrokerSessionRecord,
): Promise<BrokerSessionRecord> {
  try {
    return await refreshSession(ctx, connection, held, "call");
  } catch (error) {
    const code = codeOf(error);
    if (ENDED.includes(code)) {
      // The refresh that this call joined may have left a session that serves on: not after this 401.
      await endSession(ctx, connection, held, code);
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
    if (isUnreadable(error)) {
      await endSession(ctx, connection, session, "STORAGE_READ_ERROR");
    }
    throw error;
  }
}
