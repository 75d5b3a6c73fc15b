import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { RobinhoodCall } from "@/server/brokers/robinhood/call";
import type { RobinhoodContext } from "@/server/brokers/robinhood/context";
import type { Secret } from "@/shared/secret";

/** The token that reads: the read-only one where the broker gave one. */
function readingToken(session: BrokerSessionSecrets): Secret {
  return session.readOnlyToken ?? session.accessToken;
}

/** A read on behalf of a session. Reads change nothing, so all of them may be repeated. */
export function readCall(
  ctx: RobinhoodContext,
  session: BrokerSessionSecrets,
  read: { readonly step: string; readonly path: string; readonly route: string },
): RobinhoodCall {
  return {
    method: "GET",
    url: new URL(read.path, `${ctx.endpoints.apiUrl}/`).href,
    route: read.route,
    step: read.step,
    purpose: "data",
    safeToRepeat: true,
    bearer: readingToken(session),
  };
}
