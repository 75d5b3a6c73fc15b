import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import type { Clock } from "@/server/clock";
import type { Random } from "@/server/random";
import type { KeyRing } from "@/server/secrets/key-ring";
import type { MasterKey } from "@/server/secrets/master-key";
import { unwrapKey, wrapKey } from "@/server/secrets/wrapped-key";
import type { InstallSecretRecord } from "@/server/storage/operation-records";
import type { StorageTx } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";
import { Secret } from "@/shared/secret";

const KEY_BYTES = 32;
const FILE_KEY = "file_key:";

/** Keys of the install that outlive every change of the master key. */
export interface InstallSecrets {
  /** For lookups by value. */
  readonly lookupKey: KeyObject;
  /** For sealed files, with the name that the files carry: the fingerprint of the install's first master key. */
  readonly fileKey: { readonly name: string; readonly key: KeyObject };
  /** Signs the cookie of app sessions. */
  readonly authSecret: Secret;
}

interface Opening {
  readonly ring: Pick<KeyRing, "byFingerprint">;
  /** The active master key. */
  readonly active: MasterKey;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * The install's own keys, unwrapped. The first start makes them from the master key of that moment by a fixed
 * derivation, so that an install of an earlier version, which derived them at every start, keeps its own. Throws
 * STORAGE_READ_ERROR where one can't be opened.
 */
export async function openInstallSecrets(tx: StorageTx, opening: Opening): Promise<InstallSecrets> {
  let records = await tx.installSecrets.list();
  if (records.length === 0) {
    for (const { name, label } of derivations(opening.active)) await derive(tx, opening, name, label);
    records = await tx.installSecrets.list();
  }
  const bytesOf = async (wanted: (name: string) => boolean) => {
    const record = records.find(({ name }) => wanted(name));
    const bytes = record === undefined ? null : await unwrapInstallSecret(opening.ring, record);
    if (record === undefined || bytes === null) {
      throw new AppError("STORAGE_READ_ERROR", "A key of this install failed its integrity check");
    }
    return { name: record.name, bytes };
  };
  const file = await bytesOf((name) => name.startsWith(FILE_KEY));
  const auth = await bytesOf((name) => name === "auth_secret");
  const authSecret = new Secret(auth.bytes.toString("base64"));
  auth.bytes.fill(0);
  return {
    lookupKey: keyOf((await bytesOf((name) => name === "lookup_key")).bytes),
    fileKey: { name: file.name.slice(FILE_KEY.length), key: keyOf(file.bytes) },
    authSecret,
  };
}

/** The labels are those of the time when these keys were derived at every start. */
const derivations = (master: MasterKey) => [
  { name: "lookup_key", label: "wheelhouse lookup key v1" },
  { name: "auth_secret", label: "wheelhouse app session cookie v1" },
  { name: `${FILE_KEY}${master.fingerprint}`, label: "wheelhouse file key v1" },
];

async function derive(
  tx: StorageTx,
  { active, clock, random }: Opening,
  name: string,
  label: string,
): Promise<void> {
  const bytes = Buffer.from(hkdfSync("sha256", active.key, "", label, KEY_BYTES));
  await tx.installSecrets.create({
    name,
    wrappedKey: wrapInstallSecret(active, random, name, bytes),
    masterKeyFingerprint: active.fingerprint,
    createdAt: clock.now(),
  });
  bytes.fill(0);
}

/** The secret under a master key, for its row. */
export function wrapInstallSecret(master: MasterKey, random: Random, name: string, bytes: Buffer): string {
  return wrapKey(master, random, bytes, "install_secret", name);
}

/** The bytes, which the caller zeroes; null where the key is not held or the row was altered. */
export async function unwrapInstallSecret(
  ring: Pick<KeyRing, "byFingerprint">,
  record: InstallSecretRecord,
): Promise<Buffer | null> {
  const master = await ring.byFingerprint(record.masterKeyFingerprint);
  return master === null ? null : unwrapKey(master, record.wrappedKey, "install_secret", record.name);
}

function keyOf(bytes: Buffer): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}
