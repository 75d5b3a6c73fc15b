import { z } from "zod";
import { BrokerError } from "@/server/brokers/broker-error";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { exchange, type RobinhoodCall, request } from "@/server/brokers/robinhood/call";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import { ROBINHOOD_CLIENT_ID } from "@/server/brokers/robinhood/endpoints";
import { refusal } from "@/server/brokers/robinhood/error-mapping";
import { readCall } from "@/server/brokers/robinhood/read-call";
import { refreshParametersOf, sessionFromReply } from "@/server/brokers/robinhood/token-reply";
import { requestRefresh } from "@/server/brokers/robinhood/token-request";
import type { Secret } from "@/shared/secret";

/**
 * Exchanges the refresh token, which is spent by it (protocol sheet 4.3). A reply without a new one leaves the
 * old one in place. Throws AUTH_SESSION_EXPIRED where only a new login helps.
 */
export async function refreshSession(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
): Promise<BrokerSessionSecrets> {
  const parameters = refreshParametersOf(session);
  if (session.refreshToken === null) throw expired();
  const answer = await requestRefresh(ctx, {
    ...parameters,
    refreshToken: session.refreshToken.reveal(),
    scope: session.scope === "" ? "internal" : session.scope,
  });
  if (answer.kind !== "session") throw expired();
  return sessionFromReply(answer.reply, parameters, ctx.clock.now(), session.refreshToken);
}

function expired(): BrokerError {
  return new BrokerError("AUTH_SESSION_EXPIRED", {
    step: "token_refresh",
    safeToRepeat: false,
    countsAgainstLogin: false,
  });
}

/**
 * Ends every token of the session (protocol sheet 4.5). All of them are tried, also when one fails; then the
 * first failure is thrown. A token that the broker does not know any more is revoked already.
 */
export async function revokeSession(ctx: RobinhoodContext, session: BrokerSessionSecrets): Promise<void> {
  const tokens = [session.refreshToken, session.readOnlyToken, session.accessToken];
  const failures: unknown[] = [];
  for (const token of tokens) {
    if (token === null) continue;
    try {
      await revokeToken(ctx, token);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function revokeToken(ctx: RobinhoodContext, token: Secret): Promise<void> {
  const call: RobinhoodCall = {
    method: "POST",
    url: `${ctx.endpoints.apiUrl}/oauth2/revoke_token/`,
    route: "/oauth2/revoke_token/",
    step: "token_revoke",
    purpose: "login",
    safeToRepeat: true,
    form: { client_id: ROBINHOOD_CLIENT_ID, token: token.reveal() },
  };
  const reply = await exchange(ctx, call);
  const gone = reply.status === 401 || reply.status === 404;
  if (!gone && (reply.status < 200 || reply.status >= 300)) throw refusal(call, reply, ctx.clock.now());
}

const anyListSchema = z.object({ results: z.array(z.unknown()) });

/** The read that clients test a session with (protocol sheet 4.6). Throws AUTH_SESSION_EXPIRED on a 401. */
export async function probeSession(ctx: RobinhoodContext, session: BrokerSessionSecrets): Promise<void> {
  const read = { step: "probe", path: "/positions/?nonzero=true", route: "/positions/" };
  await request(ctx, readCall(ctx, session, read), anyListSchema);
}
