import type { Broker, BrokerCalls } from "@/server/brokers/broker";
import { readAccountSummaries } from "@/server/brokers/robinhood/account-summary";
import { readActivity } from "@/server/brokers/robinhood/activity";
import { adoptSession } from "@/server/brokers/robinhood/adopt";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { describeRobinhood } from "@/server/brokers/robinhood/description";
import { newDeviceToken } from "@/server/brokers/robinhood/device-token";
import { continueLogin, startLogin } from "@/server/brokers/robinhood/login";
import { readOptions } from "@/server/brokers/robinhood/options";
import { readOrders } from "@/server/brokers/robinhood/orders";
import { readPositions } from "@/server/brokers/robinhood/positions";
import { proxyCall } from "@/server/brokers/robinhood/proxy";
import { probeSession, refreshSession, revokeSession } from "@/server/brokers/robinhood/session-calls";
import { readShareFacts } from "@/server/brokers/robinhood/share-facts";
import { throughGate } from "@/server/http/call-gate";

/**
 * Robinhood by its private HTTP interface. Reads use the read-only token where the broker gave one; the full
 * token stays in the session even for read-only access, because refreshing and revoking need the pair.
 */
export function createRobinhoodBroker(ctx: RobinhoodContext): Broker {
  return {
    description: describeRobinhood(ctx.endpoints),
    createDeviceToken: () => newDeviceToken(ctx.random),
    through: (gate) => callsOf({ ...ctx, http: throughGate(ctx.http, gate) }),
  };
}

function callsOf(ctx: RobinhoodContext): BrokerCalls {
  return {
    startLogin: (input) => startLogin(ctx, input),
    continueLogin: (state, event) => continueLogin(ctx, state, event),
    refresh: (session) => refreshSession(ctx, session),
    keepAlive: null,
    revoke: (session) => revokeSession(ctx, session),
    probe: (session) => probeSession(ctx, session),
    adopt: (tokens) => adoptSession(ctx, tokens),
    getAccountSummary: (session, accountNumber) => readAccountSummaries(ctx, session, accountNumber),
    getPositions: (session, filter) => readPositions(ctx, session, filter),
    getOptions: (session, filter) => readOptions(ctx, session, filter),
    getOrders: (session, filter) => readOrders(ctx, session, filter),
    getActivity: (session, since) => readActivity(ctx, session, since),
    getShareFacts: (session, symbols) => readShareFacts(ctx, session, symbols),
    proxy: (session, request) => proxyCall(ctx, session, request),
  };
}
