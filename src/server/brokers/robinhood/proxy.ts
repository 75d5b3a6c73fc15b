import type { ProxiedReply, ProxyRequest } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { locationOnHost } from "@/server/brokers/location-on-host";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { retryAfterSeconds } from "@/server/brokers/robinhood/retry-after";
import { probeSession } from "@/server/brokers/robinhood/session-calls";
import { AppError } from "@/shared/app-error";
import type { Secret } from "@/shared/secret";

const STEP = "proxied_call";

/** Passes a program's call on (see `BrokerCalls.proxy`). Throws BrokerError. */
export async function proxyCall(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  request: ProxyRequest,
): Promise<ProxiedReply> {
  const reads = request.method === "GET" || request.method === "HEAD";
  const token = reads ? (session.readOnlyToken ?? session.accessToken) : session.accessToken;
  const url = addressOf(ctx, request);
  const reply = await send(ctx, request, url, token, reads);
  if (reply.status === 401) {
    await requireLive(ctx, { ...session, readOnlyToken: token }, reply);
  }
  return { ...reply, headers: headersOnHost(reply.headers, url) };
}

/** Host names are the description's: `api` and `bonfire`. */
function addressOf(ctx: RobinhoodContext, { host, path, query }: ProxyRequest): string {
  const base = host === "bonfire" ? ctx.endpoints.bonfireUrl : ctx.endpoints.apiUrl;
  return `${base}${path}${query === "" ? "" : `?${query}`}`;
}

async function send(
  ctx: RobinhoodContext,
  request: ProxyRequest,
  url: string,
  token: Secret,
  reads: boolean,
): Promise<ProxiedReply> {
  const { method, route, body, signal } = request;
  try {
    return await ctx.http.open({
      method,
      url,
      route,
      headers: {
        ...request.headers,
        "x-robinhood-api-version": ctx.apiVersion,
        authorization: `Bearer ${token.reveal()}`,
      },
      repeatable: reads,
      // The documented sentence stands in the body, which is the program's to read.
      retryAfterSeconds: ({ headers }) =>
        retryAfterSeconds(headers["retry-after"], undefined, ctx.clock.now()),
      ...(body === null ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw new BrokerError(error instanceof AppError ? error.code : "API_UNEXPECTED", {
      cause: error,
      retryAfterSeconds: error instanceof AppError ? error.retryAfterSeconds : undefined,
      step: STEP,
      safeToRepeat: reads,
      countsAgainstLogin: false,
    });
  }
}

/**
 * Asks the broker with the same token whether the session is over: a path that answers 401 to everybody must not spend
 * a refresh token at each call, nor end the session. Throws what the probe throws.
 */
async function requireLive(ctx: RobinhoodContext, session: BrokerSessionSecrets, reply: ProxiedReply) {
  try {
    await probeSession(ctx, session);
  } catch (error) {
    reply.discard();
    throw error;
  }
}

function headersOnHost(headers: ProxiedReply["headers"], url: string): ProxiedReply["headers"] {
  const { location, ...others } = headers;
  const inside = location === undefined ? null : locationOnHost(location, url);
  return inside === null ? others : { ...others, location: inside };
}
