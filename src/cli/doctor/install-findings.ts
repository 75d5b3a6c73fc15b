import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { type Finding, failed, ok, problem, skipped, warning } from "@/cli/doctor/finding";
import type { Environment } from "@/env";
import { systemClock } from "@/server/clock";
import { openInstallKeys, openKeySource } from "@/server/install-keys";
import { systemRandom } from "@/server/random";
import { createStorage } from "@/server/storage/create-storage";
import { inspectMigrations } from "@/server/storage/migrations/migration-status";

const LOW_DISK_BYTES = 1024 ** 3;
const NO_DISK_BYTES = 100 * 1024 ** 2;
const SETUP = "Run `wheelhouse setup`, or set DATA_DIR to where the install is.";

/** Data folder, disk, key, database and migrations. Nothing is made or changed. */
export async function installFindings(environment: Environment): Promise<Finding[]> {
  return [
    await dataFolder(environment),
    await disk(environment),
    await masterKey(environment),
    await migrations(environment),
    await database(environment),
  ];
}

async function dataFolder({ dataDir }: Environment): Promise<Finding> {
  const name = "data folder";
  try {
    const found = await stat(dataDir);
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return (found.mode & 0o077) === 0
      ? ok(name, dataDir)
      : warning(name, `others can look into ${dataDir}`, `Run: chmod 700 '${dataDir}'`);
  } catch {
    return problem(name, `${dataDir} is not there, or not yours`, SETUP);
  }
}

async function disk({ dataDir }: Environment): Promise<Finding> {
  const name = "disk";
  try {
    const { bavail, bsize } = await statfs(dataDir);
    return diskFinding(bavail * bsize);
  } catch {
    return skipped(name, "the data folder is not there");
  }
}

/** The finding for so much free space. Pure. */
export function diskFinding(freeBytes: number): Finding {
  const free = `${(freeBytes / 1024 ** 3).toFixed(1)} GiB free`;
  if (freeBytes >= LOW_DISK_BYTES) return ok("disk", free);
  const remedy = "Make room: the database and the log need it to write.";
  return freeBytes < NO_DISK_BYTES ? problem("disk", free, remedy) : warning("disk", free, remedy);
}

async function masterKey(environment: Environment): Promise<Finding> {
  try {
    const { source, close } = await openKeySource(environment, { clock: systemClock });
    const { wanted } = await source.read().finally(close);
    return wanted === null
      ? problem("master key", `there is none at ${source.place}`, SETUP)
      : ok("master key", `fingerprint ${wanted.fingerprint}`);
  } catch (error) {
    return failed("master key", error, SETUP);
  }
}

async function migrations(environment: Environment): Promise<Finding> {
  const name = "migrations";
  try {
    const found = await inspectMigrations({ databaseUrl: environment.databaseUrl.reveal() });
    const { applied, pending, changed, failed: broken, unknown } = found;
    if (changed.length + broken.length + unknown.length > 0) {
      return problem(name, "the database is not of this version", "Look at `wheelhouse db status`.");
    }
    return pending.length === 0
      ? ok(name, `all ${applied.length} applied`)
      : problem(name, `${pending.length} not applied yet`, "Run `wheelhouse db apply`.");
  } catch (error) {
    return failed(name, error, SETUP);
  }
}

async function database(environment: Environment): Promise<Finding> {
  const name = "database";
  try {
    const storage = await createStorage({ databaseUrl: environment.databaseUrl.reveal() });
    try {
      const { keyCanary, setupCompletedAt } = await storage.install.get();
      // Without anything to compare the key with, the check would write it.
      if (keyCanary !== null) {
        const keys = await openInstallKeys(environment, storage, {
          clock: systemClock,
          random: systemRandom,
        });
        await keys.close();
      }
      return setupCompletedAt === null
        ? warning(name, "it answers, and has no owner yet", "Run `wheelhouse setup`.")
        : ok(name, `${storage.provider} answers, and the key is its own`);
    } finally {
      await storage.close();
    }
  } catch (error) {
    return failed(name, error, SETUP);
  }
}
