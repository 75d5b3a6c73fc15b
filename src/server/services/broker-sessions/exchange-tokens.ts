import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { endSession } from "@/server/services/broker-sessions/end-session";
import {
  type Renewal,
  type Renewed,
  SESSION_HEARTBEAT_MS,
  SESSION_LEASE_MS,
} from "@/server/services/broker-sessions/renewal";
import { openSession } from "@/server/services/broker-sessions/session-cipher";
import { isValid } from "@/server/services/broker-sessions/session-state";
import { keepAtOf } from "@/server/services/broker-sessions/session-upkeep";
import { settleFailedRenewal } from "@/server/services/broker-sessions/settle-failed-renewal";
import { settleRenewal } from "@/server/services/broker-sessions/settle-renewal";
import { upkeepPolicyOf } from "@/server/services/broker-sessions/upkeep-policy";
import { brokerOf, talksToItsHosts } from "@/server/services/connections/load-connection";
import { noteFlight } from "@/server/services/flight-recorder/record-flight";
import { holdingLease } from "@/server/services/hold-lease";
import type { ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";

/** Should this process die from here on, the keeper of any process finds the marker after this time. */
const MARKED_LOOK_MS = 60_000;

/**
 * Asks the broker for new tokens, outside any transaction, and writes what came of it. The lease is kept alive until
 * that is done: while the database fails, no other process may send the token that is spent. Throws as
 * `refreshSession` tells; `lost` when another process came in between.
 */
export async function exchangeTokens(ctx: ServiceContext, renewal: Renewal): Promise<Renewed> {
  const startedAt = ctx.clock.now();
  let outcome: "succeeded" | "lost" | "refused" | "failed" = "failed";
  try {
    const renewed = await exchange(ctx, renewal);
    outcome = renewed === "lost" ? "lost" : "succeeded";
    return renewed;
  } catch (error) {
    if (codeOf(error).startsWith("AUTH_")) outcome = "refused";
    throw error;
  } finally {
    const tookSeconds = (ctx.clock.now().getTime() - startedAt.getTime()) / 1000;
    ctx.metrics.count("refreshes", 1, outcome);
    ctx.metrics.observe("refresh_duration", Math.max(0, tookSeconds), renewal.connection.broker);
  }
}

function exchange(ctx: ServiceContext, renewal: Renewal): Promise<Renewed> {
  const { session, leaseToken } = renewal;
  const terms = {
    leaseMs: SESSION_LEASE_MS,
    heartbeatMs: SESSION_HEARTBEAT_MS,
    prolong: (_now: Date, until: Date) =>
      ctx.storage.brokerSessions.prolongLease(session.id, leaseToken, until),
  };
  return holdingLease(ctx, terms, async () => {
    let next: BrokerSessionSecrets | "not_renewable";
    try {
      next = await askBroker(ctx, renewal);
    } catch (error) {
      return settleFailedRenewal(ctx, renewal, error);
    }
    return next === "not_renewable" ? keepUntilItsEnd(ctx, renewal) : settleRenewal(ctx, renewal, next);
  });
}

async function askBroker(
  ctx: ServiceContext,
  { connection, session, leaseToken, attempt }: Renewal,
): Promise<BrokerSessionSecrets | "not_renewable"> {
  if (!talksToItsHosts(connection, brokerOf(ctx, connection.broker))) {
    throw new AppError("CONN_OTHER_HOSTS");
  }
  const { refresh } = brokerCalls(ctx, connection, "refresh");
  const secrets = await openSession(ctx, ctx.storage, session);
  if (!session.refreshable || refresh === null || secrets.refreshToken === null) {
    return "not_renewable";
  }
  await noteFlight(ctx, connection.id, "refresh_began", {
    trigger: attempt.trigger,
    answerLost: session.exchangePendingAt !== null,
  });
  const now = ctx.clock.now();
  const lookAt = new Date(now.getTime() + MARKED_LOOK_MS);
  if (!(await ctx.storage.brokerSessions.markExchange(session.id, leaseToken, now, lookAt))) {
    throw new AppError("API_CONFLICT", "The session changed in the meantime");
  }
  return refresh(secrets);
}

/** A session that can't be renewed serves until it ends by itself, or until the broker refuses a call with it. */
async function keepUntilItsEnd(ctx: ServiceContext, renewal: Renewal): Promise<Renewed> {
  const { connection, session, leaseToken, attempt } = renewal;
  await ctx.storage.brokerSessions.releaseLease(session.id, leaseToken);
  if (attempt.trigger === "call" || !isValid(session, ctx.clock.now())) {
    await endSession(ctx, connection, session, "AUTH_SESSION_EXPIRED");
    throw new AppError("AUTH_SESSION_EXPIRED");
  }
  const kept = { ...session, refreshable: false };
  const keepAt = keepAtOf(kept, upkeepPolicyOf(ctx, connection.broker));
  await ctx.storage.brokerSessions.update(session.id, { refreshable: false, keepAt });
  if (attempt.trigger === "person") {
    throw new AppError("API_CONFLICT", "The broker does not renew this session; it serves until it ends");
  }
  return { ...kept, keepAt, leaseToken: null, leaseUntil: null };
}
