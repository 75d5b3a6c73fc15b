import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PRISMA_FOLDER, schemaFor } from "@/server/storage/migrations/migration-files";
import { offlineAdapter } from "@/server/storage/migrations/offline-adapter";
import { NO_FILTERS, withSchemaEngine } from "@/server/storage/migrations/schema-engine";
import { AppError } from "@/shared/app-error";

const PROVIDERS = ["sqlite", "postgresql"] as const;
const LOCK_HEADER = "# Tells Prisma which database these migrations are for.\n";

/**
 * Writes a migration for each provider, from the schema of the last migration to the one of today, and keeps a
 * copy of the latter for the next. No database is needed. Returns the migration's folder name, or null when
 * nothing has changed. Throws VALIDATION_INVALID_INPUT for a name that is not snake case.
 */
export async function makeMigration(
  name: string,
  now: Date,
  prismaFolder: string = PRISMA_FOLDER,
): Promise<string | null> {
  if (!/^[a-z][a-z0-9_]{1,58}$/.test(name)) {
    throw new AppError(
      "VALIDATION_INVALID_INPUT",
      "Name the migration in lower case with underscores, such as add_api_tokens.",
    );
  }
  const migrations = join(prismaFolder, "migrations");
  const lastFile = join(migrations, "schema.prisma");
  const schema = await readFile(join(prismaFolder, "schema.prisma"), "utf8");
  const last = await readFile(lastFile, "utf8").catch(() => null);

  const scripts = new Map<string, string>();
  for (const provider of PROVIDERS) {
    scripts.set(provider, await diff(provider, last, schema));
  }
  if ([...scripts.values()].every((script) => script.trim() === "-- This is an empty migration."))
    return null;

  const folder = `${now.toISOString().replace(/\D/g, "").slice(0, 14)}_${name}`;
  for (const [provider, script] of scripts) {
    await mkdir(join(migrations, provider, folder), { recursive: true });
    await writeFile(join(migrations, provider, folder, "migration.sql"), script);
    await writeFile(
      join(migrations, provider, "migration_lock.toml"),
      `${LOCK_HEADER}provider = "${provider}"\n`,
    );
  }
  await writeFile(lastFile, schema);
  return folder;
}

/** Whether the schema has changed without a migration. */
export async function hasForgottenMigration(prismaFolder: string = PRISMA_FOLDER): Promise<boolean> {
  const schema = await readFile(join(prismaFolder, "schema.prisma"), "utf8");
  const last = await readFile(join(prismaFolder, "migrations/schema.prisma"), "utf8").catch(() => null);
  const script = await diff("sqlite", last, schema);
  return script.trim() !== "-- This is an empty migration.";
}

async function diff(
  provider: (typeof PROVIDERS)[number],
  last: string | null,
  schema: string,
): Promise<string> {
  const target = (text: string) => ({
    tag: "schemaDatamodel" as const,
    files: [{ path: "schema.prisma", content: schemaFor(provider, text) }],
  });
  const { stdout } = await withSchemaEngine(offlineAdapter(provider), schemaFor(provider, schema), (engine) =>
    engine.diff({
      from: last === null ? { tag: "empty" } : target(last),
      to: target(schema),
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    }),
  );
  return stdout ?? "";
}
