import type { CredentialBackend, CredentialRef } from "@/server/credential-backends/credential-backend.port";
import { refOf, removeOutside } from "@/server/services/connections/stored-credential";
import type { ServiceContext } from "@/server/services/service-context";
import type { CredentialRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import type { Secret } from "@/shared/secret";

/** A value that is in two places; its row, as it was read, names the old one. */
export interface CopiedCredential {
  readonly row: CredentialRecord;
  readonly source: CredentialBackend;
  readonly old: CredentialRef;
  /** The copy, under an id of its own. */
  readonly ref: CredentialRef;
  readonly ciphertext: string | null;
}

/**
 * Puts the value of a row in another place too, and reads it back; outside any transaction. Null where it is not to be
 * had: not there any more, or not readable, which the log tells. Throws STORAGE_BACKEND_UNAVAILABLE, and
 * STORAGE_WRITE_ERROR where the target gives back something else.
 */
export async function copyCredential(
  ctx: ServiceContext,
  target: CredentialBackend,
  row: CredentialRecord,
): Promise<CopiedCredential | null> {
  const source = ctx.credentialBackends.byName(row.backend);
  const old = refOf(row);
  const value = await readValue(ctx, source, row);
  if (value === null) return null;
  const ref = { ...old, id: ctx.random.uuid() };
  try {
    const ciphertext = await target.put(ctx.storage, ref, value);
    const back = await target.get(ctx.storage, ref, ciphertext);
    const isSame = back !== null && isEqual(back, value);
    back?.dispose();
    if (!isSame) {
      throw new AppError(
        "STORAGE_WRITE_ERROR",
        "The new place did not give back what was put there. The credential stays where it is.",
      );
    }
    return { row, source, old, ref, ciphertext };
  } catch (error) {
    await removeOutside(ctx, [{ backend: target, ref }]);
    throw error;
  } finally {
    value.dispose();
  }
}

async function readValue(
  ctx: ServiceContext,
  source: CredentialBackend,
  row: CredentialRecord,
): Promise<Secret | null> {
  const about = { backend: source.name, connectionId: row.connectionId, credentialId: row.id };
  try {
    const value = await source.get(ctx.storage, refOf(row), row.ciphertext);
    if (value === null) ctx.log.warn(about, "a stored credential is not where its row says");
    return value;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "STORAGE_READ_ERROR") throw error;
    ctx.log.warn(about, "a stored credential can't be read, and stays where it is");
    return null;
  }
}

const isEqual = (one: Secret, two: Secret): boolean =>
  one.use((bytes) => two.use((others) => Buffer.compare(bytes, others) === 0));
