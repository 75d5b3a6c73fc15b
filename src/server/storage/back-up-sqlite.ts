import { link, open, unlink } from "node:fs/promises";
import { createClient, type RootClient } from "@/server/storage/database-client";
import { parseDatabaseUrl } from "@/server/storage/database-url";
import { storageErrorOf } from "@/server/storage/storage-error";
import { AppError } from "@/shared/app-error";

const FILE_MODE = 0o600;
const neverPause = () => Promise.resolve(false);

/** What is in a backup that was checked. */
export interface SqliteBackup {
  readonly bytes: number;
}

/**
 * Copies a SQLite database that may be in use to a new file: as it was at one moment, mode 600 from the first byte,
 * checked, and there under its name only when it is whole. An existing file is never replaced. Throws
 * VALIDATION_INVALID_INPUT for PostgreSQL, API_CONFLICT where the file exists, STORAGE_WRITE_ERROR, and
 * STORAGE_READ_ERROR where the copy is not sound.
 */
export async function backUpSqlite(databaseUrl: string, path: string): Promise<SqliteBackup> {
  const location = parseDatabaseUrl(databaseUrl);
  if (location.provider !== "sqlite") {
    throw new AppError("VALIDATION_INVALID_INPUT", "Only a SQLite database is copied to a file");
  }
  const draft = `${path}.part`;
  await makeEmpty(draft);
  const client = createClient(location, neverPause);
  try {
    // SQLite writes into an empty file that is there, and so with its mode.
    await client.$executeRawUnsafe("VACUUM INTO ?", draft);
    await requireSound(client, draft);
    const bytes = await flush(draft);
    await putInPlace(draft, path);
    return { bytes };
  } catch (error) {
    throw error instanceof AppError ? error : storageErrorOf(error, location);
  } finally {
    await client.$disconnect();
    await unlink(draft);
  }
}

async function makeEmpty(draft: string): Promise<void> {
  try {
    await (await open(draft, "wx", FILE_MODE)).close();
  } catch (cause) {
    throw isExisting(cause)
      ? new AppError(
          "API_CONFLICT",
          `${draft} is there already: a backup is being made, or one was broken off. Remove it then.`,
        )
      : new AppError(
          "STORAGE_WRITE_ERROR",
          `${draft} cannot be written: choose a folder that is there and yours.`,
          { cause },
        );
  }
}

async function requireSound(client: RootClient, draft: string): Promise<void> {
  await client.$executeRawUnsafe("ATTACH DATABASE ? AS backup", draft);
  const verdict = JSON.stringify(await client.$queryRawUnsafe("PRAGMA backup.integrity_check"));
  await client.$executeRawUnsafe("DETACH DATABASE backup");
  if (verdict !== '[{"integrity_check":"ok"}]') {
    throw new AppError("STORAGE_READ_ERROR", "The copy is not sound: the database itself may be damaged.");
  }
}

async function flush(draft: string): Promise<number> {
  const file = await open(draft, "r+");
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

/** A link fails where the name is taken, so that no backup replaces another. */
async function putInPlace(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (cause) {
    throw isExisting(cause)
      ? new AppError("API_CONFLICT", `${path} is there already: choose another name.`)
      : new AppError("STORAGE_WRITE_ERROR", `${path} cannot be written.`, { cause });
  }
}

const isExisting = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EEXIST";
