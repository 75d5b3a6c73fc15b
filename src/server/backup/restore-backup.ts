import type { BackupHeader } from "@/server/backup/backup-header";
import type { InstallFiles } from "@/server/backup/backup-lines";
import type { BackupKeys } from "@/server/backup/file-key";
import { readBackup, readBackupHead, verifyBackup } from "@/server/backup/read-backup";
import { createStorage } from "@/server/storage/create-storage";
import {
  fillDatabase,
  lookAtDatabase,
  requireKnownMigrations,
  type TargetState,
} from "@/server/storage/transfer/fill-database";
import { type LoadedTable, loadTables } from "@/server/storage/transfer/load-tables";
import { AppError } from "@/shared/app-error";

export interface RestoreRequest {
  /** The backup. */
  readonly path: string;
  readonly databaseUrl: string;
  readonly keys: BackupKeys;
  readonly now: Date;
  /** Makes a backup of what is there, where that is to be replaced; null where people must not be. */
  readonly keepOld: (() => Promise<unknown>) | null;
  /** Another `prisma` folder, for tests. */
  readonly prismaFolder?: string | undefined;
}

export interface RestoredBackup {
  readonly header: BackupHeader;
  readonly tables: readonly LoadedTable[];
  readonly rows: number;
  readonly files: InstallFiles;
}

/**
 * Puts a backup in the place of a database, and notes there that it is a copy which waits for a deliberate yes. The
 * whole file is checked before anything is touched; each table is compared after it was loaded. Throws API_CONFLICT
 * where a server is running on the database, or where people are in it and `keepOld` is null; else as `verifyBackup`
 * and `fillDatabase` do.
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoredBackup> {
  const { path, databaseUrl, keys, now, prismaFolder } = request;
  const { header } = await readBackupHead(path);
  await requireKnownMigrations(header.migrations, prismaFolder);
  const { rows, files } = await verifyBackup(path, keys);
  await makeRoom(await lookAtDatabase(databaseUrl, now), request.keepOld);
  const from = new Date(header.madeAt);
  const { tables, isMarked } = await fillDatabase(
    databaseUrl,
    header.migrations,
    async (session) => {
      let loaded: LoadedTable[] = [];
      await readBackup(path, keys, async (items) => {
        loaded = await loadTables(session, items);
      });
      // Processes of the time of the backup are gone.
      if (loaded.some(({ name }) => name === "ProcessRun")) await session.clear("ProcessRun");
      return { tables: loaded, isMarked: await session.markRestored(now, from) };
    },
    prismaFolder,
  );
  if (!isMarked) {
    const storage = await createStorage({ databaseUrl });
    await storage.install.markRestored(now, from).finally(() => storage.close());
  }
  return { header, tables, rows, files };
}

async function makeRoom(found: TargetState, keepOld: RestoreRequest["keepOld"]): Promise<void> {
  if (found.liveProcesses > 0) {
    throw new AppError(
      "API_CONFLICT",
      "Wheelhouse is running on this database. Stop it, wait a minute, then try again.",
    );
  }
  if (found.people === 0) return;
  if (keepOld === null) {
    throw new AppError(
      "API_CONFLICT",
      `There is an install with ${found.people === 1 ? "one person" : `${found.people} people`} in this database. ` +
        "With --replace it is backed up first, and then replaced.",
    );
  }
  await keepOld();
}
