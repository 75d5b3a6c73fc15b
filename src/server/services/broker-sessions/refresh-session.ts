import { BrokerError } from "@/server/brokers/broker-error";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { recordEvent } from "@/server/services/audit/record-event";
import { endSession } from "@/server/services/broker-sessions/end-session";
import { openSession, sealSession } from "@/server/services/broker-sessions/session-cipher";
import { keepAtOf } from "@/server/services/broker-sessions/session-upkeep";
import { upkeepPolicyOf } from "@/server/services/broker-sessions/upkeep-policy";
import { eventOwner } from "@/server/services/connections/event-owner";
import { brokerOf, talksToItsHosts } from "@/server/services/connections/load-connection";
import { moveConnection } from "@/server/services/connections/move-connection";
import type { ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";

const LEASE_MS = 120_000;
const WAIT_MS = 200;
const WAIT_TRIES = 150;

/**
 * Exchanges the refresh token, once for all callers and processes: the winner of the lease asks the broker outside
 * any transaction, everyone else waits for what it writes. Returns the session's row as it is afterwards. Throws
 * AUTH_SESSION_EXPIRED (the connection is then `expired`) when the broker refuses, or the broker's trouble.
 */
export async function refreshSession(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  seen: BrokerSessionRecord,
): Promise<BrokerSessionRecord> {
  for (let attempt = 1; attempt <= WAIT_TRIES; attempt += 1) {
    const current = await ctx.storage.brokerSessions.byConnection(connection.id);
    if (current === null) {
      throw new AppError("AUTH_SESSION_EXPIRED");
    }
    if (current.credentialVersion !== seen.credentialVersion) {
      return current;
    }
    const now = ctx.clock.now();
    const leaseToken = ctx.random.uuid();
    const until = new Date(now.getTime() + LEASE_MS);
    if (await ctx.storage.brokerSessions.takeLease(current.id, leaseToken, now, until)) {
      // Read again after winning: the last holder may have finished between our reading and the lease.
      const held = await ctx.storage.brokerSessions.byId(current.id);
      if (held?.credentialVersion === current.credentialVersion) {
        return await exchange(ctx, connection, held, leaseToken);
      }
      await ctx.storage.brokerSessions.releaseLease(current.id, leaseToken);
      continue;
    }
    await ctx.clock.sleep(WAIT_MS);
  }
  throw new AppError("CONN_TIMEOUT", "Another refresh of this session did not finish in time");
}

async function exchange(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
  leaseToken: string,
): Promise<BrokerSessionRecord> {
  const answerLost = session.exchangePendingAt !== null;
  try {
    const next = await askBroker(ctx, connection, session, leaseToken);
    return await writeExchange(ctx, connection, session, leaseToken, next);
  } catch (error) {
    await ctx.storage.brokerSessions.releaseLease(session.id, leaseToken);
    await recordFailure(ctx, connection, session, error, answerLost);
    throw error;
  }
}

async function askBroker(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
  leaseToken: string,
): Promise<BrokerSessionSecrets> {
  const broker = brokerOf(ctx, connection.broker);
  if (!talksToItsHosts(connection, broker)) {
    throw new AppError("CONN_OTHER_HOSTS");
  }
  const { refresh } = brokerCalls(ctx, connection, "refresh");
  const secrets = await openSession(ctx, ctx.storage, session);
  if (refresh === null || secrets.refreshToken === null) {
    throw new AppError("AUTH_SESSION_EXPIRED");
  }
  if (!(await ctx.storage.brokerSessions.markExchange(session.id, leaseToken, ctx.clock.now()))) {
    throw new AppError("API_CONFLICT", "The session changed in the meantime");
  }
  return refresh(secrets);
}

async function writeExchange(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
  leaseToken: string,
  next: BrokerSessionSecrets,
): Promise<BrokerSessionRecord> {
  const written = await ctx.storage.transaction(async (tx) => {
    const now = ctx.clock.now();
    const facts = {
      issuedAt: now,
      expiresAt: next.expiresAt,
      hardExpiresAt: next.hardExpiresAt,
      lastActivityAt: now,
      refreshable: next.refreshToken !== null,
      deadlineNoticed: session.deadlineNoticed,
    };
    const changes = {
      ...facts,
      ciphertext: await sealSession(ctx, tx, session, next),
      keepAt: keepAtOf(facts, upkeepPolicyOf(ctx, connection.broker)),
    };
    if (
      !(await tx.brokerSessions.commitExchange(session.id, leaseToken, session.credentialVersion, changes))
    ) {
      throw new AppError("API_CONFLICT", "The session changed in the meantime");
    }
    const current = await tx.connections.byId(connection.id);
    if (current?.status === "connected") {
      await moveConnection(ctx, tx, current, { type: "session_renewed" });
    }
    await recordEvent(ctx, tx, {
      ...(await eventOwner(ctx, tx, session.ownerId)),
      type: "SESSION_REFRESHED",
      outcome: "success",
      targetId: session.id,
      sessionId: session.id,
      details: { connectionId: connection.id, expiresAt: next.expiresAt.toISOString() },
    });
    return {
      ...session,
      ...changes,
      credentialVersion: session.credentialVersion + 1,
      leaseToken: null,
      leaseUntil: null,
      exchangePendingAt: null,
    };
  });
  ctx.feed.changed(connection.ownerId);
  return written;
}

async function recordFailure(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  session: BrokerSessionRecord,
  error: unknown,
  answerLost: boolean,
): Promise<void> {
  const code = error instanceof AppError ? error.code : "API_UNEXPECTED";
  if (code === "API_CONFLICT") {
    return;
  }
  await ctx.storage.transaction(async (tx) =>
    recordEvent(ctx, tx, {
      ...(await eventOwner(ctx, tx, session.ownerId)),
      type: "SESSION_REFRESH_FAILED",
      outcome: "failure",
      targetId: session.id,
      sessionId: session.id,
      details: {
        connectionId: connection.id,
        code,
        status: error instanceof BrokerError ? (error.status ?? null) : null,
        answerLost,
      },
    }),
  );
  if (code === "AUTH_SESSION_EXPIRED") {
    await endSession(ctx, connection, session, code);
  }
}
