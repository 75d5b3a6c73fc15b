import type { CipherBinding } from "@/server/secrets/cipher.port";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord, CredentialRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { Secret } from "@/shared/secret";

type CredentialOwner = Pick<ConnectionRecord, "id" | "ownerId">;

function bindingOf({ id, ownerId, name }: Pick<CredentialRecord, "id" | "ownerId" | "name">): CipherBinding {
  return { table: "credential", rowId: id, ownerId, field: name };
}

/** Encrypts and stores one credential of a connection, in place of an earlier one of the same name. */
export async function storeCredential(
  ctx: Pick<ServiceContext, "cipher" | "clock" | "random">,
  tx: StorageTx,
  connection: CredentialOwner,
  name: string,
  value: Secret,
): Promise<void> {
  const existing = await tx.credentials.get(connection.id, name);
  const now = ctx.clock.now();
  const row = { id: existing?.id ?? ctx.random.uuid(), ownerId: connection.ownerId, name };
  await tx.credentials.put({
    ...row,
    connectionId: connection.id,
    backend: "database",
    ciphertext: await ctx.cipher.encrypt(tx, bindingOf(row), value),
    createdAt: existing?.createdAt ?? now,
    updatedAt: now,
  });
}

/** One stored credential of a connection, or null. Throws STORAGE_READ_ERROR when it fails its integrity check. */
export async function readCredential(
  ctx: Pick<ServiceContext, "cipher">,
  tx: StorageTx,
  connection: CredentialOwner,
  name: string,
): Promise<Secret | null> {
  const stored = await tx.credentials.get(connection.id, name);
  return stored?.ciphertext == null ? null : ctx.cipher.decrypt(tx, bindingOf(stored), stored.ciphertext);
}
