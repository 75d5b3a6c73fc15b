import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { sealSession } from "@/server/services/broker-sessions/session-cipher";
import { isRefreshable, keepAtOf } from "@/server/services/broker-sessions/session-upkeep";
import { upkeepPolicyOf } from "@/server/services/broker-sessions/upkeep-policy";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";

/** Stores what a login gave, encrypted, in the transaction of the login; an earlier session is replaced. Its id. */
export async function createSession(
  ctx: Pick<ServiceContext, "brokers" | "cipher" | "clock" | "random" | "settings">,
  tx: StorageTx,
  connection: ConnectionRecord,
  secrets: BrokerSessionSecrets,
): Promise<string> {
  const now = ctx.clock.now();
  const policy = upkeepPolicyOf(ctx, connection.broker);
  const owner = { id: ctx.random.uuid(), ownerId: connection.ownerId };
  const facts = {
    issuedAt: now,
    expiresAt: secrets.expiresAt,
    hardExpiresAt: secrets.hardExpiresAt,
    lastActivityAt: now,
    refreshable: isRefreshable(secrets.refreshToken, policy),
    deadlineNoticed: null,
  };
  await tx.brokerSessions.removeByConnection(connection.id);
  await tx.brokerSessions.create({
    ...owner,
    connectionId: connection.id,
    ciphertext: await sealSession(ctx, tx, owner, secrets),
    status: "active",
    credentialVersion: 1,
    createdAt: now,
    ...facts,
    keepAt: keepAtOf(facts, policy),
    leaseToken: null,
    leaseUntil: null,
    exchangePendingAt: null,
  });
  return owner.id;
}
