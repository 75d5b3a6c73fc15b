import type { BrokerCalls, PartialReply } from "@/server/brokers/broker";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { withBrokerSession } from "@/server/services/broker-sessions/with-broker-session";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";

/** One of a broker's reading calls, bound to its session; null where the broker does not offer it. */
export type BrokerRead<Reply> = (
  calls: BrokerCalls,
) => ((session: BrokerSessionSecrets) => Promise<Reply>) | null;

/**
 * Reads from the broker with the connection's session. A part that was refused for its token counts as the whole, so
 * that the session is renewed once and all is read again. Throws API_CONFLICT where the broker offers no such call.
 */
export function askBroker<Reply extends Pick<PartialReply<unknown>, "failures">>(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  read: BrokerRead<Reply>,
  kind: "read" | "history" = "read",
): Promise<Reply> {
  const ask = async (calls: BrokerCalls, secrets: BrokerSessionSecrets) => {
    const call = read(calls);
    if (call === null) {
      throw new AppError("API_CONFLICT", "The broker does not offer this");
    }
    const reply = await call(secrets);
    const refused = reply.failures.find(({ error }) => error.code === "AUTH_SESSION_EXPIRED");
    if (refused !== undefined) {
      throw refused.error;
    }
    return reply;
  };
  return withBrokerSession(ctx, connection, ask, { kind });
}
