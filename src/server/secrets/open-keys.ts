import type { Clock } from "@/server/clock";
import type { Random } from "@/server/random";
import { type InstallSecrets, openInstallSecrets } from "@/server/secrets/install-secrets";
import { canaryUnder, opensCanary } from "@/server/secrets/key-canary";
import { createKeyRing, type KeyRing } from "@/server/secrets/key-ring";
import type { MasterKey } from "@/server/secrets/master-key";
import type { MasterKeySource } from "@/server/secrets/master-key-source";
import type { Storage, StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";

/** What a process needs to read and to write secrets. */
export interface InstallKeys {
  readonly source: MasterKeySource;
  readonly ring: KeyRing;
  readonly secrets: InstallSecrets;
  /** Fingerprint of the active key at the opening. */
  readonly active: string;
}

interface Opening {
  readonly storage: Storage;
  readonly source: MasterKeySource;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Opens the keys of an install, and proves that they are the ones its database was written with: for each held key
 * that the database knows, a known text is opened. The first start writes these texts. There is no way on without a
 * key: throws STORAGE_READ_ERROR, with the fingerprint that is needed, those that are there and the remedy.
 */
export async function openKeys({ storage, source, clock, random }: Opening): Promise<InstallKeys> {
  const ring = await createKeyRing(source);
  return storage.transaction(async (tx) => {
    const active = await activeKey(tx, ring, random);
    if ((await tx.masterKeys.byFingerprint(active.fingerprint)) === null) {
      await tx.masterKeys.put({
        fingerprint: active.fingerprint,
        source: source.kind,
        canary: canaryUnder(active, random),
        firstUsedAt: clock.now(),
        retiredAt: null,
        removedAt: null,
      });
    }
    for (const { key, place } of ring.held()) {
      const known = await tx.masterKeys.byFingerprint(key.fingerprint);
      if (known !== null && !opensCanary(key, known.canary)) throw alteredCanary(key.fingerprint, place);
    }
    const secrets = await openInstallSecrets(tx, { ring, active, clock, random });
    return { source, ring, secrets, active: active.fingerprint };
  });
}

async function activeKey(tx: StorageTx, ring: KeyRing, random: Random): Promise<MasterKey> {
  const { keyCanary, masterKeyFingerprint } = await tx.install.get();
  if (keyCanary !== null && masterKeyFingerprint !== null) {
    const key = await ring.byFingerprint(masterKeyFingerprint);
    if (key === null) throw await missingKey(tx, masterKeyFingerprint, ring);
    if (!opensCanary(key, keyCanary)) throw alteredCanary(masterKeyFingerprint, "the database");
    return key;
  }
  const [dataKey] = await tx.dataKeys.list();
  const wanted = ring.wanted();
  const key = dataKey === undefined ? wanted : await ring.byFingerprint(dataKey.masterKeyFingerprint);
  if (key === null) throw await missingKey(tx, dataKey?.masterKeyFingerprint ?? "unknown", ring);
  await tx.install.setKeyCanary(canaryUnder(key, random), key.fingerprint);
  return key;
}

async function missingKey(tx: StorageTx, needed: string, ring: KeyRing): Promise<AppError> {
  const held = ring.held().map(({ key, place }) => `${key.fingerprint} (${place})`);
  const known = await tx.masterKeys.byFingerprint(needed);
  const since = known === null ? "" : `, in use since ${known.firstUsedAt.toISOString().slice(0, 10)}`;
  return new AppError(
    "STORAGE_READ_ERROR",
    `The master key is not the one of this database. Needed: the key with fingerprint ${needed}${since}; ` +
      `given: ${held.length === 0 ? "none" : held.join(", ")}. ` +
      "Put back the key file or APP_MASTER_KEY that belongs to this database, set the old key as APP_MASTER_KEY_PREVIOUS " +
      "while you change it, or point DATABASE_URL at the database of this key.",
  );
}

function alteredCanary(fingerprint: string, place: string): AppError {
  return new AppError(
    "STORAGE_READ_ERROR",
    `The master key ${fingerprint} (${place}) does not open the text that was written with it: the database was altered. Restore a backup.`,
  );
}
