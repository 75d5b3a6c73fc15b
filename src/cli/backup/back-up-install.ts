import { readFile } from "node:fs/promises";
import type { Environment } from "@/env";
import { type MadeBackup, makeBackup } from "@/server/backup/make-backup";
import { systemClock } from "@/server/clock";
import { openKeySource } from "@/server/install-keys";
import { systemRandom } from "@/server/random";
import type { MasterKey } from "@/server/secrets/master-key";
import { AppError } from "@/shared/app-error";
import type { Secret } from "@/shared/secret";

interface BackupWish {
  readonly path: string;
  readonly passphrase: Secret | null;
  /** Puts the master key inside. */
  readonly withKey: boolean;
}

/**
 * Makes a backup of the install of these settings, of whatever version its database is. Throws
 * VALIDATION_MISSING_FIELD where the key is to go inside and there is no passphrase; else as `makeBackup` does.
 */
export async function backUpInstall(environment: Environment, wish: BackupWish): Promise<MadeBackup> {
  const { path, passphrase, withKey } = wish;
  if (withKey && passphrase === null) {
    throw new AppError(
      "VALIDATION_MISSING_FIELD",
      "With the key inside, the backup must be closed with a passphrase: give --passphrase as well.",
    );
  }
  return makeBackup({
    databaseUrl: environment.databaseUrl.reveal(),
    path,
    keys: { masterKeys: await masterKeysOf(environment), passphrase },
    withMasterKey: withKey,
    config: await readFile(environment.configFile, "utf8").catch(() => null),
    variables: variablesOf(environment),
    now: systemClock.now(),
    random: systemRandom,
  });
}

/** All master keys that this machine holds; none on an empty one. */
export async function masterKeysOf(environment: Environment): Promise<readonly MasterKey[]> {
  const { source, close } = await openKeySource(environment, { clock: systemClock });
  try {
    return (await source.read()).held.map(({ key }) => key);
  } finally {
    await close();
  }
}

/** Names of the settings that variables set: whoever restores must set them again. */
function variablesOf({ resolved }: Environment): string[] {
  const names = [...resolved.origins.values()].flatMap((origin) =>
    origin.layer === "environment" ? [origin.variable] : [],
  );
  return [...new Set(names)].sort();
}
