import { createSecretKey, randomBytes } from "node:crypto";
import { createMasterKeySource, type MasterKeySettings } from "@/server/secrets/master-key-source";
import { type InstallKeys, openKeys } from "@/server/secrets/open-keys";
import type { Storage } from "@/server/storage/storage";
import { Secret } from "@/shared/secret";
import { FixedClock } from "@/test/fixed-clock";
import { createSeededRandom } from "@/test/seeded-random";

/** A master key as it stands in a variable. */
export const newKeyText = (): string => randomBytes(32).toString("base64");

/** The master key of every test's install, unless it is told otherwise. */
export const FIRST_KEY = Buffer.alloc(32, 7).toString("base64");

/** Keys that are given by variables, and no files. */
export function keySettings(masterKey: string, previous?: string): MasterKeySettings {
  return {
    masterKey: new Secret(masterKey),
    previousMasterKey: previous === undefined ? undefined : new Secret(previous),
    masterKeyFile: "/nowhere/keys/master.key",
    isOwnKeyFile: true,
    dataDir: "/nowhere",
  };
}

/** The keys of a test's install: every install on the same database has the same, unless told otherwise. */
export function openTestKeys(
  storage: Storage,
  settings: MasterKeySettings = keySettings(FIRST_KEY),
): Promise<InstallKeys> {
  const source = createMasterKeySource(settings);
  return openKeys({ storage, source, clock: new FixedClock(), random: createSeededRandom("keys") });
}

/** Keys without a database, for what needs no data key. */
export function keysWithoutDatabase(): Pick<InstallKeys, "ring" | "secrets"> {
  return {
    ring: {
      byFingerprint: () => Promise.resolve(null),
      wanted: () => null,
      held: () => [],
      refresh: () => Promise.resolve(),
    },
    secrets: {
      lookupKey: createSecretKey(randomBytes(32)),
      fileKey: { name: "0123456789abcdef", key: createSecretKey(randomBytes(32)) },
      authSecret: new Secret("secret of a test"),
    },
  };
}
