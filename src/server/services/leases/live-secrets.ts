import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { SessionManager } from "@/server/services/broker-sessions/session-manager";
import { isValid } from "@/server/services/broker-sessions/session-state";
import { refreshDueAt } from "@/server/services/broker-sessions/session-upkeep";
import { upkeepPolicyOf } from "@/server/services/broker-sessions/upkeep-policy";
import { withBrokerSession } from "@/server/services/broker-sessions/with-broker-session";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { LeaseKind } from "@/shared/schemas/session-lease";

/**
 * The secrets of the connection's session, of which the token of that kind was just found good at the broker. They are
 * renewed first where the keeper would do so before `until`, so that the token outlives its lease. Throws as
 * `withBrokerSession` does.
 */
export async function liveSecrets(
  ctx: ServiceContext,
  connection: ConnectionRecord,
  kind: LeaseKind,
  until: Date,
): Promise<BrokerSessionSecrets> {
  await renewAhead(ctx, connection, until);
  return withBrokerSession(ctx, connection, async (calls, secrets) => {
    await calls.probe(kind === "full" ? { ...secrets, readOnlyToken: null } : secrets);
    return secrets;
  });
}

/** A session that could not be renewed now serves on for as long as it lasts: that is told with the lease. */
async function renewAhead(ctx: ServiceContext, connection: ConnectionRecord, until: Date): Promise<void> {
  const session = await ctx.storage.brokerSessions.byConnection(connection.id);
  if (connection.status !== "connected" || session === null) {
    return;
  }
  const dueAt = refreshDueAt(session, upkeepPolicyOf(ctx, connection.broker));
  if (dueAt === null || dueAt > until) {
    return;
  }
  try {
    await SessionManager.refreshSession(ctx, connection, session, "call");
  } catch (error) {
    if (!isValid(session, ctx.clock.now())) {
      throw error;
    }
  }
}
