import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { Secret } from "@/shared/secret";

/** Encrypts and stores one credential of a connection, in place of an earlier one of the same name. */
export async function storeCredential(
  ctx: Pick<ServiceContext, "cipher" | "clock" | "random">,
  tx: StorageTx,
  connection: Pick<ConnectionRecord, "id" | "ownerId">,
  name: string,
  value: Secret,
): Promise<void> {
  const existing = await tx.credentials.get(connection.id, name);
  const id = existing?.id ?? ctx.random.uuid();
  const now = ctx.clock.now();
  const binding = { table: "credential", rowId: id, ownerId: connection.ownerId, field: name } as const;
  await tx.credentials.put({
    id,
    connectionId: connection.id,
    ownerId: connection.ownerId,
    name,
    ciphertext: await ctx.cipher.encrypt(tx, binding, value),
    createdAt: existing?.createdAt ?? now,
    updatedAt: now,
  });
}
