import { mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { type DatabaseLocation, parseDatabaseUrl } from "@/server/storage/database-url";
import { PRISMA_FOLDER } from "@/server/storage/migrations/migration-files";
import {
  diagnose,
  exists,
  type MigrationOptions,
  type MigrationStatus,
  withMigrations,
} from "@/server/storage/migrations/migration-status";
import { NO_FILTERS } from "@/server/storage/migrations/schema-engine";
import { storageErrorOf } from "@/server/storage/storage-error";
import { AppError } from "@/shared/app-error";

/**
 * Brings a database to this version and returns the names of the migrations that it applied. A SQLite file is
 * made when it is missing, readable by its owner only, and removed again when that fails. Throws an `AppError`
 * with one sentence: as `createStorage`, or because the database is newer or half migrated.
 */
export async function applyMigrations(options: MigrationOptions): Promise<readonly string[]> {
  const location = parseDatabaseUrl(options.databaseUrl);
  const madeFile = await ensureFile(location);
  try {
    return await withMigrations(
      location,
      options.prismaFolder ?? PRISMA_FOLDER,
      async (engine, migrations) => {
        refuseUnsound(await diagnose(engine, migrations));
        try {
          const result = await engine.applyMigrations({ migrationsList: migrations, filters: NO_FILTERS });
          return result.appliedMigrationNames;
        } catch (error) {
          refuseUnsound(await diagnose(engine, migrations), error);
          throw error;
        }
      },
      options.until,
    );
  } catch (error) {
    if (madeFile !== null) {
      for (const suffix of ["", "-wal", "-shm"]) await rm(`${madeFile}${suffix}`, { force: true });
    }
    throw error;
  }
}

function refuseUnsound({ failed, unknown, changed }: MigrationStatus, cause?: unknown): void {
  const refuse = (message: string) => new AppError("STORAGE_READ_ERROR", message, { cause });
  if (failed.length > 0) {
    throw refuse(
      `The migration ${failed.join(", ")} stopped halfway: restore the database from a backup and start again.`,
    );
  }
  if (unknown.length > 0) {
    throw refuse(
      `The database is newer than this version of Wheelhouse (${unknown.join(", ")}): install the newer version.`,
    );
  }
  if (changed.length > 0) {
    throw refuse(
      `The migration ${changed.join(", ")} was changed after it was applied: put back its released text.`,
    );
  }
}

/** The path of the file if this call made it. */
async function ensureFile(location: DatabaseLocation): Promise<string | null> {
  if (location.provider === "postgresql" || (await exists(location.path))) return null;
  try {
    await mkdir(dirname(location.path), { recursive: true, mode: 0o700 });
    await (await open(location.path, "a", 0o600)).close();
  } catch (error) {
    throw storageErrorOf(error, location);
  }
  return location.path;
}
