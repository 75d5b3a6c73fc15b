import type { Random } from "@/server/random";
import { associatedData, open, seal } from "@/server/secrets/aes-gcm";
import type { MasterKey } from "@/server/secrets/master-key";
import type { Storage, StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";

const CANARY_TEXT = "wheelhouse key canary";
const NONCE_BYTES = 12;

/**
 * Proves at start that the master key is the one this database was written with. The first start stores a known
 * text under the key; each later start opens it. Throws STORAGE_READ_ERROR, with both fingerprints and the
 * remedy, for another key, and when the database holds data keys but nothing to compare the key with.
 */
export async function checkMasterKey(storage: Storage, masterKey: MasterKey, random: Random): Promise<void> {
  await storage.transaction(async (tx) => {
    const { keyCanary, masterKeyFingerprint } = await tx.install.get();
    if (keyCanary !== null) {
      if (opens(keyCanary, masterKey)) return;
      throw wrongKey(masterKeyFingerprint ?? "unknown", masterKey.fingerprint);
    }
    const known = await fingerprintOfADataKey(tx);
    if (known !== null) throw wrongKey(known, masterKey.fingerprint);
    await tx.install.setKeyCanary(canaryUnder(masterKey, random), masterKey.fingerprint);
  });
}

function canaryUnder(masterKey: MasterKey, random: Random): string {
  const sealed = seal(
    masterKey.key,
    random.bytes(NONCE_BYTES),
    Buffer.from(CANARY_TEXT),
    canaryPlace(masterKey),
  );
  return `v1.${sealed}`;
}

function opens(canary: string, masterKey: MasterKey): boolean {
  const [version, nonce = "", sealed = ""] = canary.split(".");
  return (
    version === "v1" &&
    open(masterKey.key, nonce, sealed, canaryPlace(masterKey))?.toString("utf8") === CANARY_TEXT
  );
}

function canaryPlace(masterKey: MasterKey): Buffer {
  return associatedData("install", "key_canary", masterKey.fingerprint, "v1");
}

async function fingerprintOfADataKey(tx: StorageTx): Promise<string | null> {
  for (const user of await tx.users.list()) {
    const dataKey = await tx.dataKeys.byOwner(user.id);
    if (dataKey !== null) return dataKey.masterKeyFingerprint;
  }
  return null;
}

function wrongKey(needed: string, given: string): AppError {
  return new AppError(
    "STORAGE_READ_ERROR",
    `The master key is not the one of this database. Needed: the key with fingerprint ${needed}; given: ${given}. ` +
      "Put back the key file or APP_MASTER_KEY that belongs to this database, or point DATABASE_URL at the database of this key.",
  );
}
