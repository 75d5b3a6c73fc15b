import { stat } from "node:fs/promises";
import { createAdapter } from "@/server/storage/database-client";
import { type DatabaseLocation, parseDatabaseUrl } from "@/server/storage/database-url";
import {
  type MigrationList,
  PRISMA_FOLDER,
  readMigrations,
} from "@/server/storage/migrations/migration-files";
import { NO_FILTERS, type SchemaEngine, withSchemaEngine } from "@/server/storage/migrations/schema-engine";
import { signsOf, storageErrorOf } from "@/server/storage/storage-error";

/** How a database stands to the migrations of this version; all lists hold folder names in order. */
export interface MigrationStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** Applied, but their text is another one today. */
  readonly changed: readonly string[];
  /** Begun and not finished. */
  readonly failed: readonly string[];
  /** Applied by a newer or another version, unknown to this one. */
  readonly unknown: readonly string[];
}

export interface MigrationOptions {
  readonly databaseUrl: string;
  /** Another `prisma` folder, for tests. */
  readonly prismaFolder?: string;
  /** The last migration to look at: for a database that is to be of an earlier version. */
  readonly until?: string | undefined;
}

const neverPause = () => Promise.resolve(false);

/** Opens the schema engine on a database with this version's migrations. Throws as `createStorage` does. */
export async function withMigrations<T>(
  location: DatabaseLocation,
  prismaFolder: string,
  work: (engine: SchemaEngine, migrations: MigrationList) => Promise<T>,
  until?: string,
): Promise<T> {
  const all = await readMigrations(prismaFolder, location.provider);
  const migrations =
    until === undefined
      ? all
      : { ...all, migrationDirectories: all.migrationDirectories.filter(({ path }) => path <= until) };
  const adapter = createAdapter(location, neverPause);
  try {
    await probe(adapter);
    return await withSchemaEngine(adapter, undefined, (engine) => work(engine, migrations));
  } catch (error) {
    throw storageErrorOf(error, location);
  }
}

/** The driver tells what is wrong with a code; the engine, asked first, would only tell it in words. */
async function probe(adapter: ReturnType<typeof createAdapter>): Promise<void> {
  const connection = await adapter.connect();
  try {
    await connection.queryRaw({ sql: "SELECT 1", args: [], argTypes: [] });
  } finally {
    await connection.dispose();
  }
}

/** Reads where a database stands, and changes nothing: a file that does not exist is not made. */
export async function inspectMigrations(options: MigrationOptions): Promise<MigrationStatus> {
  const location = parseDatabaseUrl(options.databaseUrl);
  const prismaFolder = options.prismaFolder ?? PRISMA_FOLDER;
  if (location.provider === "sqlite" && !(await exists(location.path))) {
    const { migrationDirectories } = await readMigrations(prismaFolder, location.provider);
    return { ...NOTHING, pending: migrationDirectories.map(({ path }) => path) };
  }
  return withMigrations(location, prismaFolder, diagnose);
}

const NOTHING: MigrationStatus = { applied: [], pending: [], changed: [], failed: [], unknown: [] };

/** {@link inspectMigrations} with an engine that is open already. */
export async function diagnose(engine: SchemaEngine, migrations: MigrationList): Promise<MigrationStatus> {
  const names = migrations.migrationDirectories.map(({ path }) => path);
  const found = await readHistory(engine, migrations);
  if (found === null) return { ...NOTHING, pending: names };
  const { history } = found;
  const pending =
    history?.diagnostic === "databaseIsBehind" || history?.diagnostic === "historiesDiverge"
      ? history.unappliedMigrationNames
      : [];
  const unknown =
    history?.diagnostic === "migrationsDirectoryIsBehind" || history?.diagnostic === "historiesDiverge"
      ? history.unpersistedMigrationNames
      : [];
  const missing = [...pending, ...found.failedMigrationNames];
  return {
    applied: names.filter((name) => !missing.includes(name)),
    pending,
    changed: found.editedMigrationNames,
    failed: found.failedMigrationNames,
    unknown,
  };
}

/** Null for a database without a table of migrations (P1014). */
async function readHistory(engine: SchemaEngine, migrationsList: MigrationList) {
  try {
    return await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: NO_FILTERS,
    });
  } catch (error) {
    if (signsOf(error).includes("P1014")) return null;
    throw error;
  }
}

export function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
