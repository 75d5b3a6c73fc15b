import { exchangeTokens } from "@/server/services/broker-sessions/exchange-tokens";
import type { SessionAttempt, SessionTrigger } from "@/server/services/broker-sessions/record-attempt";
import { type Renewed, SESSION_LEASE_MS } from "@/server/services/broker-sessions/renewal";
import { isValid } from "@/server/services/broker-sessions/session-state";
import { noteFlight } from "@/server/services/flight-recorder/record-flight";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";

const WAIT_MS = 150;

type Purpose = Pick<SessionAttempt, "id" | "kind" | "trigger">;

/**
 * Exchanges the refresh token, once for all callers and processes. Returns the session's row as it is afterwards:
 * with new tokens, or as another process or a new login left it. `seen` is the row whose tokens are to be replaced.
 *
 * Throws AUTH_SESSION_EXPIRED or AUTH_REFRESH_ANSWER_LOST when the broker refuses, the broker's trouble as it is,
 * API_CONFLICT when the session is gone, CONN_TIMEOUT when another process does not come to an end. State, count of
 * failures, events and the next attempt are written by then.
 */
export function refreshSession(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  seen: BrokerSessionRecord,
  trigger: SessionTrigger,
): Promise<BrokerSessionRecord> {
  return renewSession(ctx, connection, seen, { kind: "refresh", trigger });
}

/** {@link refreshSession}, told in the list of attempts as what it is part of: a restore or a try by hand. */
export function renewSession(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  seen: BrokerSessionRecord,
  purpose: Purpose,
): Promise<BrokerSessionRecord> {
  return ctx.flights.run(`${seen.id}:${seen.credentialVersion}`, () =>
    leadOrFollow(ctx, connection, seen, purpose),
  );
}

/** Renews as the holder of the lease, or waits for what the holder writes. */
async function leadOrFollow(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  seen: BrokerSessionRecord,
  purpose: Purpose,
): Promise<BrokerSessionRecord> {
  const startedAt = ctx.clock.now();
  // A holder that lives prolongs its lease until the broker's call has timed out: connect, headers and body.
  const patienceMs = SESSION_LEASE_MS + 3 * ctx.settings.apiTimeoutSeconds * 1000;
  for (let turn = 1; ; turn += 1) {
    const current = await ctx.storage.brokerSessions.byConnection(connection.id);
    if (current === null || current.status === "invalid") {
      throw new AppError("API_CONFLICT", "The session was ended in the meantime");
    }
    if (current.id !== seen.id || current.credentialVersion !== seen.credentialVersion) {
      return current;
    }
    if (current.status !== "active") {
      throw new AppError("AUTH_SESSION_EXPIRED");
    }
    await obeyPause(ctx, connection.id, purpose);
    const renewed = await lead(ctx, connection, current, { ...purpose, startedAt });
    if (renewed === "moved") {
      continue;
    }
    if (renewed !== "lost") {
      return renewed;
    }
    if (ctx.clock.now().getTime() - startedAt.getTime() >= patienceMs) {
      return goOnWithout(ctx, current, purpose);
    }
    if (turn === 1) {
      await noteFlight(ctx, connection.id, "wait", { reason: "lease" });
    }
    await ctx.clock.sleep(WAIT_MS * (1 + ctx.random.bytes(1).readUInt8() / 0xff));
  }
}

/** Takes the lease, reads again, and exchanges; `lost` when another process has it, `moved` when it just finished. */
async function lead(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  current: BrokerSessionRecord,
  attempt: SessionAttempt,
): Promise<Renewed | "moved"> {
  const { brokerSessions } = ctx.storage;
  const now = ctx.clock.now();
  const leaseToken = ctx.random.uuid();
  const until = new Date(now.getTime() + SESSION_LEASE_MS);
  if (!(await brokerSessions.takeLease(current.id, leaseToken, now, until))) {
    return "lost";
  }
  // The last holder may have finished between our reading and the lease.
  const session = await brokerSessions.byId(current.id);
  if (session?.credentialVersion !== current.credentialVersion || session.status !== "active") {
    await brokerSessions.releaseLease(current.id, leaseToken);
    return "moved";
  }
  await noteFlight(ctx, connection.id, "lease_taken", { trigger: attempt.trigger });
  return exchangeTokens(ctx, { connection, session, leaseToken, attempt });
}

/** A call does not ask again while the pause after a failure lasts; the keeper comes after it, a person passes it. */
async function obeyPause(ctx: ServiceContext, connectionId: string, purpose: Purpose): Promise<void> {
  if (purpose.trigger !== "call") {
    return;
  }
  const current = await ctx.storage.connections.byId(connectionId);
  const leftMs = (current?.nextAttemptAt?.getTime() ?? 0) - ctx.clock.now().getTime();
  if (current?.errorCode && leftMs > 0) {
    throw new AppError(current.errorCode, undefined, { retryAfterSeconds: Math.ceil(leftMs / 1000) });
  }
}

/** After the wait: tokens that still are good serve on, but not where the broker just refused them. */
function goOnWithout(
  ctx: ServiceContext,
  current: BrokerSessionRecord,
  purpose: Purpose,
): BrokerSessionRecord {
  if (purpose.trigger !== "call" && isValid(current, ctx.clock.now())) {
    return current;
  }
  throw new AppError("CONN_TIMEOUT", "Another renewal of this session did not come to an end");
}
