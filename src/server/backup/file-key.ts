import { createSecretKey, hkdfSync, type KeyObject, scrypt } from "node:crypto";
import type { BackupHeader } from "@/server/backup/backup-header";
import type { Random } from "@/server/random";
import { associatedData, open, seal } from "@/server/secrets/aes-gcm";
import type { MasterKey } from "@/server/secrets/master-key";
import { AppError } from "@/shared/app-error";
import type { Secret } from "@/shared/secret";

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const SALT_BYTES = 16;
const INSTALL_LABEL = "wheelhouse backup key v1";
/** 32 MiB and some tenths of a second for each guess; part of the format, never read from a file. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };

/** What closes a backup and opens it: the install's master keys, or a passphrase where there is one. */
export interface BackupKeys {
  readonly masterKeys: readonly MasterKey[];
  readonly passphrase: Secret | null;
}

/** A new key for one file, and the same key sealed for its header: by the passphrase where there is one. */
export async function newFileKey(
  masterKey: MasterKey,
  passphrase: Secret | null,
  random: Random,
): Promise<{ readonly key: KeyObject; readonly sealed: BackupHeader["fileKey"] }> {
  const bytes = random.bytes(KEY_BYTES);
  const nonce = random.bytes(NONCE_BYTES);
  try {
    const key = createSecretKey(bytes);
    if (passphrase === null) {
      const sealed = seal(installKey(masterKey), nonce, bytes, place("master_key", masterKey.fingerprint));
      return { key, sealed: { under: "master_key", sealed } };
    }
    const salt = random.bytes(SALT_BYTES).toString("base64url");
    const sealed = seal(await keyOfPassphrase(passphrase, salt), nonce, bytes, place("passphrase", salt));
    return { key, sealed: { under: "passphrase", salt, sealed } };
  } finally {
    bytes.fill(0);
  }
}

/**
 * The key of a file from its header. Throws VALIDATION_MISSING_FIELD where a passphrase is needed, and
 * VALIDATION_INVALID_INPUT for a wrong one and where the master key is not among the given ones, whose fingerprint is
 * named.
 */
export async function openFileKey(header: BackupHeader, keys: BackupKeys): Promise<KeyObject> {
  const { fileKey, masterKeyFingerprint } = header;
  if (fileKey.under === "passphrase") {
    if (keys.passphrase === null) {
      throw new AppError("VALIDATION_MISSING_FIELD", "The backup is closed with a passphrase: give it.");
    }
    const key = await keyOfPassphrase(keys.passphrase, fileKey.salt);
    return keyFrom(
      key,
      fileKey.sealed,
      place("passphrase", fileKey.salt),
      "The passphrase is not the right one.",
    );
  }
  const masterKey = masterKeyNamed(masterKeyFingerprint, keys.masterKeys, "The backup");
  const where = place("master_key", masterKey.fingerprint);
  return keyFrom(
    installKey(masterKey),
    fileKey.sealed,
    where,
    "The head of the backup was altered or is damaged.",
  );
}

/** The key with this fingerprint. Throws VALIDATION_INVALID_INPUT, with the fingerprints of those that are there. */
export function masterKeyNamed(
  fingerprint: string,
  masterKeys: readonly MasterKey[],
  what: "The backup" | "The database",
): MasterKey {
  const found = masterKeys.find((key) => key.fingerprint === fingerprint);
  if (found !== undefined) return found;
  const given = masterKeys.map((key) => key.fingerprint).join(", ") || "none";
  throw new AppError(
    "VALIDATION_INVALID_INPUT",
    `${what} needs the master key with fingerprint ${fingerprint}; given: ${given}. Put that key in place.`,
  );
}

function keyFrom(key: KeyObject, sealed: string, where: Buffer, refusal: string): KeyObject {
  const [nonce = "", text = ""] = sealed.split(".");
  const bytes = open(key, nonce, text, where);
  if (bytes === null) throw new AppError("VALIDATION_INVALID_INPUT", refusal);
  const opened = createSecretKey(bytes);
  bytes.fill(0);
  return opened;
}

function place(under: string, name: string): Buffer {
  return associatedData("backup file key", under, name, "v1");
}

function installKey(masterKey: MasterKey): KeyObject {
  const bytes = Buffer.from(hkdfSync("sha256", masterKey.key, "", INSTALL_LABEL, KEY_BYTES));
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

/** A passphrase is spelled in one way, however a keyboard composes it. */
function keyOfPassphrase(passphrase: Secret, salt: string): Promise<KeyObject> {
  const spelled = passphrase.reveal().normalize("NFC");
  return new Promise((resolve, reject) => {
    scrypt(spelled, Buffer.from(salt, "base64url"), KEY_BYTES, SCRYPT, (error, bytes) => {
      if (error !== null) {
        reject(error);
        return;
      }
      resolve(createSecretKey(bytes));
      bytes.fill(0);
    });
  });
}
