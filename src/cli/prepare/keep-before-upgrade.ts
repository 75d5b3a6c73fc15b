import { join } from "node:path";
import { backUpInstall } from "@/cli/backup/back-up-install";
import { newBackupPath, removeOldBackups } from "@/cli/backup/backup-folder";
import type { Environment } from "@/env";
import { systemClock } from "@/server/clock";
import { inspectMigrations } from "@/server/storage/migrations/migration-status";
import { lookAtDatabase } from "@/server/storage/transfer/fill-database";
import { AppError } from "@/shared/app-error";

/** So many backups of upgrades are kept. */
const KEPT = 3;

/**
 * Makes a backup of an install whose database is about to be brought to this version, and gives its path; null where
 * there is nothing to bring or nobody in it. `prismaFolder` is another one, for tests. Throws where the backup can't be
 * made: then the upgrade must not begin.
 */
export async function keepBeforeUpgrade(
  environment: Environment,
  prismaFolder?: string,
): Promise<string | null> {
  const databaseUrl = environment.databaseUrl.reveal();
  const status = await inspectMigrations({ databaseUrl, ...(prismaFolder && { prismaFolder }) });
  const isSound = status.failed.length + status.unknown.length + status.changed.length === 0;
  if (!isSound || status.applied.length === 0 || status.pending.length === 0) return null;
  const now = systemClock.now();
  if ((await lookAtDatabase(databaseUrl, now)).people === 0) return null;
  const folder = join(environment.dataDir, "backups");
  try {
    const path = await newBackupPath(folder, "upgrade", now);
    await backUpInstall(environment, { path, passphrase: null, withKey: false });
    await removeOldBackups(folder, "upgrade", KEPT);
    return path;
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    const message = `The upgrade was not begun, since no backup could be made first. ${cause.message}`;
    throw new AppError(cause.code, message, { cause });
  }
}
