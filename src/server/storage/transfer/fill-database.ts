import { rename, rm } from "node:fs/promises";
import { createClient } from "@/server/storage/database-client";
import { parseDatabaseUrl } from "@/server/storage/database-url";
import { applyMigrations } from "@/server/storage/migrations/apply-migrations";
import { PRISMA_FOLDER, readMigrations } from "@/server/storage/migrations/migration-files";
import { exists } from "@/server/storage/migrations/migration-status";
import { storageErrorOf } from "@/server/storage/storage-error";
import { throughDraft } from "@/server/storage/transfer/postgres-draft";
import { type TransferSession, withTransferSession } from "@/server/storage/transfer/transfer-session";
import { AppError } from "@/shared/app-error";

/** A process that was not seen for so long is gone. */
const LIVE_MS = 60_000;

/** What is in a database that data is to go into. */
export interface TargetState {
  /** False where there is no table at all, or no file. */
  readonly hasTables: boolean;
  readonly people: number;
  readonly liveProcesses: number;
}

const NOTHING: TargetState = { hasTables: false, people: 0, liveProcesses: 0 };

/** Looks at a database and changes nothing. Throws API_CONFLICT for one that is another program's. */
export async function lookAtDatabase(databaseUrl: string, now: Date): Promise<TargetState> {
  const location = parseDatabaseUrl(databaseUrl);
  if (location.provider === "sqlite" && !(await exists(location.path))) return NOTHING;
  return withTransferSession(databaseUrl, "read", async (session) => {
    const tables = await session.tables();
    if (tables.length === 0) return NOTHING;
    if ((await session.migrations()).length === 0) {
      throw new AppError("API_CONFLICT", "The database holds tables of another program: name an empty one.");
    }
    return {
      hasTables: true,
      people: tables.some(({ name }) => name === "User") ? await session.count("User") : 0,
      liveProcesses: await session.liveProcesses(new Date(now.getTime() - LIVE_MS)),
    };
  });
}

/**
 * Throws STORAGE_READ_ERROR unless data with these migrations can be taken into this version: its migrations must be
 * the first ones that this version knows.
 */
export async function requireKnownMigrations(
  migrations: readonly string[],
  prismaFolder: string = PRISMA_FOLDER,
): Promise<void> {
  const { migrationDirectories } = await readMigrations(prismaFolder, "sqlite");
  const known = migrationDirectories.map(({ path }) => path);
  const unknown = migrations.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new AppError(
      "STORAGE_READ_ERROR",
      `The data is newer than this version of Wheelhouse (${unknown.join(", ")}): install the newer version.`,
    );
  }
  if (migrations.length === 0 || migrations.some((name, at) => name !== known[at])) {
    throw new AppError("STORAGE_READ_ERROR", "The data is of another line of versions than this Wheelhouse.");
  }
}

/**
 * Makes a database anew, as of `migrations`, fills it by `load` in one transaction, and brings it to this version. A
 * SQLite file is made beside the old one and takes its place at the end, and so are the tables in PostgreSQL: where it
 * fails, what was there is there. Whoever calls has looked at what that is, and no server may be running on it.
 */
export async function fillDatabase<T>(
  databaseUrl: string,
  migrations: readonly string[],
  load: (session: TransferSession) => Promise<T>,
  prismaFolder: string = PRISMA_FOLDER,
): Promise<T> {
  const location = parseDatabaseUrl(databaseUrl);
  const until = migrations.at(-1);
  const fill = async (url: string) => {
    await applyMigrations({ databaseUrl: url, prismaFolder, until });
    const result = await withTransferSession(url, "write", load);
    await applyMigrations({ databaseUrl: url, prismaFolder });
    return result;
  };
  if (location.provider === "postgresql") return throughDraft(location, fill);
  const draft = `${location.path}.filling`;
  const draftFiles = ["", "-wal", "-shm"].map((suffix) => `${draft}${suffix}`);
  try {
    for (const file of draftFiles) await rm(file, { force: true });
    const result = await fill(`file:${draft}`);
    await emptyLog(`file:${draft}`);
    // The old file's log must not be taken for that of the new one.
    for (const suffix of ["-wal", "-shm"]) await rm(`${location.path}${suffix}`, { force: true });
    await rename(draft, location.path);
    return result;
  } catch (error) {
    throw storageErrorOf(error, location);
  } finally {
    for (const file of draftFiles) await rm(file, { force: true });
  }
}

/** Brings everything that is in the log of a SQLite file into the file itself, which can then stand alone. */
async function emptyLog(databaseUrl: string): Promise<void> {
  const client = createClient(parseDatabaseUrl(databaseUrl), () => Promise.resolve(false));
  try {
    const verdict = JSON.stringify(await client.$queryRawUnsafe("PRAGMA wal_checkpoint(TRUNCATE)"), asText);
    if (!verdict.includes('"busy":"0"')) {
      throw new AppError("STORAGE_WRITE_ERROR", "The new database file is in use: try again.");
    }
  } finally {
    await client.$disconnect();
  }
}

const asText = (_key: string, value: unknown): unknown =>
  typeof value === "number" || typeof value === "bigint" ? String(value) : value;
