import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { sealSession } from "@/server/services/broker-sessions/session-cipher";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";

/** Stores what a login gave, encrypted, in the transaction of the login; an earlier session is replaced. Its id. */
export async function createSession(
  ctx: Pick<ServiceContext, "cipher" | "clock" | "random">,
  tx: StorageTx,
  connection: ConnectionRecord,
  secrets: BrokerSessionSecrets,
): Promise<string> {
  const now = ctx.clock.now();
  const owner = { id: ctx.random.uuid(), ownerId: connection.ownerId };
  await tx.brokerSessions.removeByConnection(connection.id);
  await tx.brokerSessions.create({
    ...owner,
    connectionId: connection.id,
    ciphertext: await sealSession(ctx, tx, owner, secrets),
    status: "active",
    credentialVersion: 1,
    createdAt: now,
    expiresAt: secrets.expiresAt,
    hardExpiresAt: secrets.hardExpiresAt,
    lastActivityAt: now,
    leaseToken: null,
    leaseUntil: null,
    exchangePendingAt: null,
  });
  return owner.id;
}
