import type { ProxiedReply, ProxyRequest } from "@/server/brokers/broker";
import { recordEvent } from "@/server/services/audit/record-event";
import { withBrokerSession } from "@/server/services/broker-sessions/with-broker-session";
import { brokerOf } from "@/server/services/connections/load-connection";
import { loadReachable } from "@/server/services/connections/reach";
import { noteFlight, recordFlight } from "@/server/services/flight-recorder/record-flight";
import { permit, type UserActor } from "@/server/services/permit";
import {
  type AskedCall,
  isRead,
  judgeCall,
  PROXY_REFUSALS,
  type ProxyRefusal,
} from "@/server/services/proxy/judge-call";
import { notedBody } from "@/server/services/proxy/noted-body";
import { headersFromBroker, headersToBroker } from "@/server/services/proxy/proxy-headers";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import { codeOf } from "@/shared/code-of";
import type { FlightDetails } from "@/shared/schemas/flight-record";

/** Bytes of a request's body: it is held whole, so that it can be sent again with a new token. */
export const MOST_PROXY_BODY_BYTES = 1024 * 1024;

export interface ProxyCallInput extends AskedCall {
  readonly connectionId: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null where there is none; never sent with GET and HEAD. */
  readonly body: Uint8Array | null;
  readonly signal?: AbortSignal;
}

/**
 * Passes a program's call on to the broker with the live session, and gives the broker's answer as it is, whatever its
 * status; the body must be read, cancelled or discarded. A token that the broker refuses is renewed once and the call
 * repeated. Throws API_PROXY_REFUSED, or API_SCOPE_MISSING for a token
 * that is limited to accounts, where nothing was sent, CONN_BROKER_PAUSED or API_BUDGET_SPENT when it may not go
 * out now, and what `withBrokerSession` throws. Noted in the flight recorder without query, headers or body.
 */
export async function proxyCall(ctx: ServiceContext, input: ProxyCallInput): Promise<ProxiedReply> {
  const reads = isRead(input.method);
  const actor = reads
    ? permit(ctx, "read_positions", "session:proxy")
    : permit(ctx, "execute_trades", "session:proxy_write");
  const connection = await loadReachable(ctx.storage, actor, input.connectionId);
  const rules = brokerOf(ctx, connection.broker).description.proxy;
  const allAccounts = (actor.token?.grant.reach.accountIds ?? null) === null;
  const judgement = judgeCall({ rules, access: connection.access, allAccounts }, input);
  if (judgement.kind === "refused") {
    return refuse(ctx, actor, connection, input, judgement.reason);
  }
  const { path, route } = judgement.path;
  const { host, method, query, signal } = input;
  const facts = { host, method, route, ...tokenOf(actor) };
  const request: ProxyRequest = {
    host,
    method,
    path,
    query,
    route,
    headers: headersToBroker(input.headers),
    body: reads ? null : input.body,
    ...(signal === undefined ? {} : { signal }),
  };
  const reply = await send(ctx, connection, request, facts);
  await noteFlight(ctx, connection.id, "proxied_call", {
    ...facts,
    outcome: "brokered",
    status: reply.status,
  });
  const body = notedBody(reply.body, (error) => noteError(ctx, connection, facts, error));
  return { ...reply, headers: headersFromBroker(reply.headers), body };
}

async function send(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  request: ProxyRequest,
  facts: FlightDetails,
): Promise<ProxiedReply> {
  const kind = isRead(request.method) ? "read" : "trade";
  try {
    return await withBrokerSession(
      ctx,
      connection,
      ({ proxy }, secrets) => {
        if (proxy === null) {
          throw new AppError("API_CONFLICT", "The broker does not offer this");
        }
        return proxy(secrets, request);
      },
      { kind },
    );
  } catch (error) {
    await noteError(ctx, connection, facts, error);
    throw error;
  }
}

function noteError(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  facts: FlightDetails,
  error: unknown,
): Promise<void> {
  return noteFlight(ctx, connection.id, "proxied_call", { ...facts, outcome: "error", code: codeOf(error) });
}

/** What a program tried stands in the log by the rule that it broke: host and path are its own words. */
async function refuse(
  ctx: ServiceContext,
  actor: UserActor,
  connection: ConnectionRecord,
  { method }: ProxyCallInput,
  reason: ProxyRefusal,
): Promise<never> {
  await ctx.storage.transaction(async (tx) => {
    await recordFlight(ctx, tx, connection.id, "proxied_call", {
      method,
      ...tokenOf(actor),
      outcome: "blocked",
      reason,
    });
    await recordEvent(ctx, tx, {
      type: "PROXY_CALL_REFUSED",
      outcome: "denied",
      targetId: connection.id,
      details: { method, reason },
    });
  });
  const code = reason === "limited_to_accounts" ? "API_SCOPE_MISSING" : "API_PROXY_REFUSED";
  throw new AppError(code, PROXY_REFUSALS[reason]);
}

function tokenOf(actor: UserActor): { apiToken?: string } {
  return actor.token === undefined ? {} : { apiToken: actor.token.id };
}
