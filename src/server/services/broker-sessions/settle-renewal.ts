import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { recordEvent } from "@/server/services/audit/record-event";
import { recordAttempt } from "@/server/services/broker-sessions/record-attempt";
import type { Renewal, Renewed } from "@/server/services/broker-sessions/renewal";
import { sealSession } from "@/server/services/broker-sessions/session-cipher";
import { deadlineOf, isRefreshable, keepAtOf } from "@/server/services/broker-sessions/session-upkeep";
import { upkeepPolicyOf } from "@/server/services/broker-sessions/upkeep-policy";
import { eventOwner } from "@/server/services/connections/event-owner";
import { moveConnection } from "@/server/services/connections/move-connection";
import { NO_FAILURES } from "@/server/services/connections/retry-schedule";
import { noteFlight, recordFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import { writeAgainOnConflict } from "@/server/services/write-again";
import type { BrokerSessionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";

const SHORTEST_PAUSE_MS = 5000;

/**
 * Pauses before the new tokens are written again when the database fails: nobody else has them. Together they
 * outlast the restart of a database server.
 */
const WRITE_PAUSES_MS = [200, 1000, 3000, 6000, 15_000, 30_000, 60_000];

/**
 * Writes new tokens with all that belongs to them in one transaction, on condition of the version: whoever has the
 * lease by now asked with the token that these replace. `lost` when another process wrote first. Tokens that nobody
 * can store, because the session is gone or being ended, are revoked at the broker; then API_CONFLICT is thrown.
 */
export async function settleRenewal(
  ctx: ServiceContext,
  renewal: Renewal,
  next: BrokerSessionSecrets,
): Promise<Renewed> {
  const { connection } = renewal;
  const written = await insisting(ctx, () =>
    writeAgainOnConflict(() => ctx.storage.transaction((tx) => write(ctx, tx, renewal, next))),
  );
  if (written === "gone") {
    await revokeOrphans(ctx, renewal, next);
    throw new AppError("API_CONFLICT", "The session was ended in the meantime");
  }
  if (written === "lost") {
    await noteFlight(ctx, connection.id, "lease_lost", { trigger: renewal.attempt.trigger });
    return written;
  }
  ctx.feed.changed(connection.ownerId);
  return written;
}

async function write(
  ctx: ServiceContext,
  tx: StorageTx,
  renewal: Renewal,
  next: BrokerSessionSecrets,
): Promise<Renewed | "gone"> {
  const { connection, session, leaseToken, attempt } = renewal;
  const now = ctx.clock.now();
  // Holds the row, so that a session that ends meanwhile is seen here.
  await tx.brokerSessions.update(session.id, { lastActivityAt: now });
  const current = await tx.brokerSessions.byId(session.id);
  if (current === null || !(await isStillWanted(tx, session, current))) {
    return "gone";
  }
  const changes = await changesOf(ctx, tx, renewal, current, next);
  if (!(await tx.brokerSessions.commitExchange(session.id, session.credentialVersion, changes))) {
    await tx.brokerSessions.releaseLease(session.id, leaseToken);
    return "lost";
  }
  const { deadlineNoticed } = changes;
  await tx.brokerSessions.update(session.id, { deadlineNoticed });
  await moveRenewed(ctx, tx, connection.id);
  await recordEvent(ctx, tx, {
    ...(await eventOwner(ctx, tx, session.ownerId)),
    type: "SESSION_REFRESHED",
    outcome: "success",
    targetId: session.id,
    sessionId: session.id,
    details: {
      connectionId: connection.id,
      trigger: attempt.trigger,
      expiresAt: next.expiresAt.toISOString(),
    },
  });
  await recordAttempt(ctx, tx, connection.id, attempt, null);
  await recordFlight(ctx, tx, connection.id, "refresh_ended", { outcome: "succeeded", code: null });
  return {
    ...current,
    ...changes,
    status: "active",
    credentialVersion: session.credentialVersion + 1,
    leaseToken: null,
    leaseUntil: null,
    exchangePendingAt: null,
  };
}

/**
 * Not what its person is ending. A session that was ended by a refusal meanwhile goes on: the broker refused the
 * token that these have replaced.
 */
async function isStillWanted(
  tx: StorageTx,
  seen: BrokerSessionRecord,
  current: BrokerSessionRecord,
): Promise<boolean> {
  if (current.status !== "expired") {
    return current.status === "active";
  }
  const connection = await tx.connections.byId(current.connectionId);
  return connection?.status === "expired" && current.credentialVersion === seen.credentialVersion;
}

/** Tokens that are over when they come are not renewed without a pause: 5 s between tries (protocol sheet 4.3). */
function soonest(keepAt: Date | null, now: Date): Date | null {
  return keepAt && new Date(Math.max(keepAt.getTime(), now.getTime() + SHORTEST_PAUSE_MS));
}

async function changesOf(
  ctx: ServiceContext,
  tx: StorageTx,
  { connection, session }: Renewal,
  current: BrokerSessionRecord,
  next: BrokerSessionSecrets,
) {
  const now = ctx.clock.now();
  const policy = upkeepPolicyOf(ctx, connection.broker);
  const times = {
    issuedAt: now,
    expiresAt: next.expiresAt,
    hardExpiresAt: next.hardExpiresAt,
    lastActivityAt: now,
    refreshable: isRefreshable(next.refreshToken, policy),
    deadlineNoticed: current.deadlineNoticed,
  };
  // What was told of one deadline says nothing about another.
  const sameDeadline = deadlineOf(times)?.getTime() === deadlineOf(current)?.getTime();
  const facts = { ...times, deadlineNoticed: sameDeadline ? current.deadlineNoticed : null };
  return {
    ...facts,
    ciphertext: await sealSession(ctx, tx, session, next),
    keepAt: soonest(keepAtOf(facts, policy), now),
  };
}

/** A login that is under way moves the connection itself; the tokens are kept until then. */
async function moveRenewed(ctx: ServiceContext, tx: StorageTx, connectionId: string): Promise<void> {
  const current = await tx.connections.byId(connectionId);
  if (current?.status === "connected") {
    await moveConnection(ctx, tx, current, { type: "session_renewed" }, NO_FAILURES);
  } else if (current?.status === "error" || current?.status === "expired") {
    await moveConnection(ctx, tx, current, { type: "session_restored" }, NO_FAILURES);
  }
}

async function insisting<T>(ctx: ServiceContext, write: () => Promise<T>): Promise<T> {
  for (const pauseMs of WRITE_PAUSES_MS) {
    try {
      return await write();
    } catch (error) {
      if (!codeOf(error).startsWith("STORAGE_")) {
        throw error;
      }
      ctx.log.warn({ err: error }, "renewed tokens could not be stored; trying again");
      await ctx.clock.sleep(pauseMs);
    }
  }
  return write();
}

async function revokeOrphans(ctx: ServiceContext, renewal: Renewal, next: BrokerSessionSecrets) {
  const { connection, session } = renewal;
  await noteFlight(ctx, connection.id, "refresh_ended", { outcome: "dropped", code: "API_CONFLICT" });
  await ctx.storage.brokerSessions.releaseLease(session.id, renewal.leaseToken);
  try {
    await brokerCalls(ctx, connection, "logout").revoke(next);
  } catch (error) {
    ctx.log.warn({ err: error, connectionId: connection.id }, "tokens of an ended session were not revoked");
  }
}
