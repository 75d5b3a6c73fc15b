import type {
  CredentialBackend,
  CredentialBackends,
  CredentialRef,
} from "@/server/credential-backends/credential-backend.port";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord, CredentialRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { Secret } from "@/shared/secret";

type CredentialOwner = Pick<ConnectionRecord, "id" | "ownerId">;
type Places = Pick<ServiceContext, "credentialBackends">;

/** The value that a row names. */
export const refOf = ({ id, ownerId, connectionId, name }: CredentialRecord): CredentialRef => ({
  id,
  ownerId,
  connectionId,
  name,
});

/** Which of the rows have their values outside the database. */
export function outsideOf(
  backends: CredentialBackends,
  rows: readonly CredentialRecord[],
): OutsideCredential[] {
  return rows
    .map((row) => ({ backend: backends.byName(row.backend), ref: refOf(row) }))
    .filter(({ backend }) => backend.isOutside);
}

/** A value outside the database, of which a row told or was to tell. */
export interface OutsideCredential {
  readonly backend: CredentialBackend;
  readonly ref: CredentialRef;
}

/** Encrypts and stores one credential in the database, in place of an earlier one of the same name that was there. */
export async function storeCredential(
  ctx: Places & Pick<ServiceContext, "clock" | "random">,
  tx: StorageTx,
  connection: CredentialOwner,
  name: string,
  value: Secret,
): Promise<void> {
  const database = ctx.credentialBackends.byName("database");
  await writeRow(ctx, tx, connection, { id: ctx.random.uuid(), name, value, backend: database });
}

/** Values on their way into rows; those that are kept outside the database are there already. */
export interface PutCredential {
  /** Id of the row to be. */
  readonly id: string;
  readonly name: string;
  readonly value: Secret;
  readonly backend: CredentialBackend;
}

/**
 * Puts values where `SECURE_STORAGE` says, before the transaction that writes their rows; to be called outside any.
 * All or none: throws STORAGE_BACKEND_UNAVAILABLE or STORAGE_BACKEND_READ_ONLY. What no row came to name is
 * removed by {@link removeOutside}.
 */
export async function putOutside(
  ctx: Places & Pick<ServiceContext, "random" | "storage" | "log">,
  connection: CredentialOwner,
  values: Readonly<Record<string, Secret>>,
): Promise<PutCredential[]> {
  const backend = ctx.credentialBackends.current();
  const all = Object.entries(values).map(([name, value]) => ({
    id: ctx.random.uuid(),
    name,
    value,
    backend,
  }));
  if (!backend.isOutside) return all;
  try {
    for (const one of all) await backend.put(ctx.storage, refFor(connection, one), one.value);
  } catch (error) {
    await removeOutside(ctx, outsideRefs(connection, all));
    throw error;
  }
  return all;
}

/** The places of what was put, for {@link removeOutside} where its transaction did not come to pass. */
export function outsideRefs(connection: CredentialOwner, put: readonly PutCredential[]): OutsideCredential[] {
  return put
    .filter(({ backend }) => backend.isOutside)
    .map((one) => ({ backend: one.backend, ref: refFor(connection, one) }));
}

/** Writes the rows of what was put. Gives what they replaced outside the database, to be removed after the commit. */
export async function writeRows(
  ctx: Places & Pick<ServiceContext, "clock">,
  tx: StorageTx,
  connection: CredentialOwner,
  put: readonly PutCredential[],
): Promise<OutsideCredential[]> {
  const replaced: CredentialRecord[] = [];
  for (const one of put) {
    const before = await writeRow(ctx, tx, connection, one);
    if (before !== null) replaced.push(before);
  }
  return outsideOf(ctx.credentialBackends, replaced);
}

async function writeRow(
  ctx: Pick<ServiceContext, "clock">,
  tx: StorageTx,
  connection: CredentialOwner,
  put: PutCredential,
): Promise<CredentialRecord | null> {
  const { id, name, value, backend } = put;
  const existing = await tx.credentials.get(connection.id, name);
  const now = ctx.clock.now();
  const ref = refFor(connection, put);
  await tx.credentials.put({
    ...ref,
    id,
    name,
    backend: placeOf(backend),
    ciphertext: backend.isOutside ? null : await backend.put(tx, ref, value),
    createdAt: existing?.createdAt ?? now,
    updatedAt: now,
  });
  return existing;
}

/**
 * Removes those of the values that no row names any more; to be called after the transaction, however it went. What
 * can't be removed now is told in the log, and removed by the maintenance round.
 */
export async function removeOutside(
  ctx: Pick<ServiceContext, "log" | "storage">,
  values: readonly OutsideCredential[],
): Promise<void> {
  for (const { backend, ref } of values) {
    try {
      const row = await ctx.storage.credentials.get(ref.connectionId, ref.name);
      if (row?.id === ref.id && row.backend === backend.name) continue;
      await backend.remove(ref);
    } catch (error) {
      ctx.log.warn(
        { err: error, backend: backend.name, connectionId: ref.connectionId, credentialId: ref.id },
        "a credential was not removed from where it was kept; it will be tried again",
      );
    }
  }
}

/**
 * One stored credential of a connection, or null. Throws STORAGE_READ_ERROR when it fails its integrity check, and
 * STORAGE_BACKEND_UNAVAILABLE when its place is away. Within a transaction for the device identity alone, which is always
 * in the database.
 */
export async function readCredential(
  ctx: Places,
  tx: StorageTx,
  connection: CredentialOwner,
  name: string,
): Promise<Secret | null> {
  let stored = await tx.credentials.get(connection.id, name);
  while (stored !== null) {
    const value = await ctx.credentialBackends
      .byName(stored.backend)
      .get(tx, refOf(stored), stored.ciphertext);
    if (value !== null) return value;
    // It may just have been moved: then its row names another place.
    const now: CredentialRecord | null = await tx.credentials.get(connection.id, name);
    stored = now?.id === stored.id ? null : now;
  }
  return null;
}

/** What is stored, or else stands in the environment where credentials are read from there; outside any transaction. */
export async function readRemembered(
  ctx: Places & Pick<ServiceContext, "storage">,
  connection: CredentialOwner,
  name: string,
): Promise<Secret | null> {
  const stored = await readCredential(ctx, ctx.storage, connection, name);
  const current = ctx.credentialBackends.current();
  if (stored !== null || current.canWrite) return stored;
  return current.get(ctx.storage, refFor(connection, { id: "", name }), null);
}

/** The names of what {@link readRemembered} finds among these. */
export async function rememberedNames(
  ctx: Places & Pick<ServiceContext, "storage">,
  connection: CredentialOwner,
  wanted: readonly string[],
): Promise<string[]> {
  const stored = (await ctx.storage.credentials.listOf(connection.id)).map(({ name }) => name);
  const current = ctx.credentialBackends.current();
  if (current.canWrite) return stored;
  const found = new Set(stored);
  for (const name of wanted) {
    const value = await current.get(ctx.storage, refFor(connection, { id: "", name }), null);
    if (value !== null) found.add(name);
    value?.dispose();
  }
  return [...found];
}

function refFor(connection: CredentialOwner, { id, name }: { id: string; name: string }): CredentialRef {
  return { id, ownerId: connection.ownerId, connectionId: connection.id, name };
}

/** A backend that can be written to is the place of rows. */
function placeOf({ name }: CredentialBackend): CredentialRecord["backend"] {
  return name === "env" ? "database" : name;
}
