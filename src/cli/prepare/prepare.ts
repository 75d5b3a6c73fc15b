import { access } from "node:fs/promises";
import { makeDataFolder } from "@/cli/prepare/data-folder";
import type { Environment } from "@/env";
import { systemClock } from "@/server/clock";
import { type Random, systemRandom } from "@/server/random";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import { checkMasterKey } from "@/server/secrets/key-canary";
import { createMasterKeyFile, loadMasterKey, type MasterKey } from "@/server/secrets/master-key";
import { issueSetupCode } from "@/server/services/setup/issue-setup-code";
import { createStorage } from "@/server/storage/create-storage";
import { applyMigrations } from "@/server/storage/migrations/apply-migrations";
import type { Storage } from "@/server/storage/storage";
import { AppError } from "@/shared/app-error";

/** What the launcher prints when all is running. */
export interface PrepareReport {
  readonly publicUrl: string;
  /** The code for the first run; null once there is an owner. */
  readonly setupCode: string | null;
  /** Absolute path of the data folder. */
  readonly dataDir: string;
}

/**
 * Makes an install ready to serve, and changes nothing where it is: data folder, database, master key. Throws an
 * `AppError` with one sentence that names the remedy. A key that is there is read before the database is touched,
 * and a new one is made only for a database without data.
 */
export async function prepare(
  environment: Environment,
  random: Random = systemRandom,
): Promise<PrepareReport> {
  const databaseUrl = environment.databaseUrl.reveal();
  await makeDataFolder(environment.dataDir);
  const given = await givenKey(environment);
  await applyMigrations({ databaseUrl });
  const storage = await createStorage({ databaseUrl });
  try {
    const masterKey = given ?? (await newKey(environment, storage, random));
    await checkMasterKey(storage, masterKey, random);
    const cipher = createEnvelopeCipher({ masterKey, clock: systemClock, random });
    const setupCode = await issueSetupCode({ storage, cipher, random });
    return { publicUrl: environment.publicUrl, setupCode, dataDir: environment.dataDir };
  } finally {
    await storage.close();
  }
}

const loadKey = (environment: Environment): Promise<MasterKey> =>
  loadMasterKey({
    environmentValue: environment.masterKey?.reveal(),
    keyFilePath: environment.masterKeyFile,
  });

/** The key that the operator set or an earlier start made; null when it is ours to make. */
async function givenKey(environment: Environment): Promise<MasterKey | null> {
  const mayBeMissing = environment.masterKey === undefined && environment.isOwnKeyFile;
  if (mayBeMissing && !(await isThere(environment.masterKeyFile))) return null;
  return loadKey(environment);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

async function newKey(environment: Environment, storage: Storage, random: Random): Promise<MasterKey> {
  const { keyCanary, masterKeyFingerprint } = await storage.install.get();
  if (keyCanary !== null || (await storage.users.list()).length > 0) {
    throw new AppError(
      "STORAGE_READ_ERROR",
      `The master key file ${environment.masterKeyFile} is missing, but the database holds data under a key ` +
        `(fingerprint ${masterKeyFingerprint ?? "unknown"}): put the file back from your backup, or set APP_MASTER_KEY.`,
    );
  }
  await createMasterKeyFile(environment.masterKeyFile, random);
  return loadKey(environment);
}
