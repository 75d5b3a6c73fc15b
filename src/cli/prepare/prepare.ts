import { makeDataFolder } from "@/cli/prepare/data-folder";
import { keepBeforeUpgrade } from "@/cli/prepare/keep-before-upgrade";
import { prepareKeys } from "@/cli/prepare/prepare-keys";
import type { Environment } from "@/env";
import { systemClock } from "@/server/clock";
import { openKeySource } from "@/server/install-keys";
import { type Random, systemRandom } from "@/server/random";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import { issueSetupCode } from "@/server/services/setup/issue-setup-code";
import { createStorage } from "@/server/storage/create-storage";
import { applyMigrations } from "@/server/storage/migrations/apply-migrations";

/** What the launcher prints when all is running. */
export interface PrepareReport {
  /** Where people reach the app, with the base path. */
  readonly publicUrl: string;
  /** What the pages have to be built for; empty where there is none. */
  readonly basePath: string;
  /** Where the web server will listen. */
  readonly host: string;
  readonly port: number;
  /** Whether the operator names the broker's address, by variable or file: the sandbox does not take its place then. */
  readonly namesBroker: boolean;
  /** The code for the first run; null once there is an owner. */
  readonly setupCode: string | null;
  /** Absolute path of the data folder. */
  readonly dataDir: string;
}

/**
 * Makes an install ready to serve, and changes nothing where it is: data folder, database, master key. Throws an
 * `AppError` with one sentence that names the remedy. A key that is there is read before the database is touched,
 * and a new one is made only for a database without data. A new master key that waits is applied. A database with
 * people in it is backed up before it is brought to this version.
 */
export async function prepare(
  environment: Environment,
  random: Random = systemRandom,
): Promise<PrepareReport> {
  const databaseUrl = environment.databaseUrl.reveal();
  await makeDataFolder(environment.dataDir);
  const { source, close } = await openKeySource(environment, { clock: systemClock });
  try {
    await source.read();
    await keepBeforeUpgrade(environment);
    await applyMigrations({ databaseUrl });
    const storage = await createStorage({ databaseUrl });
    try {
      const keys = await prepareKeys({ storage, source, clock: systemClock, random });
      const cipher = createEnvelopeCipher({ keys, clock: systemClock, random });
      const setupCode = await issueSetupCode({ storage, cipher, random });
      return {
        publicUrl: `${environment.publicUrl}${environment.basePath}`,
        basePath: environment.basePath,
        namesBroker: environment.resolved.origins.get("ROBINHOOD_API_URL")?.layer !== "default",
        host: environment.host,
        port: environment.port,
        setupCode,
        dataDir: environment.dataDir,
      };
    } finally {
      await storage.close();
    }
  } finally {
    await close();
  }
}
