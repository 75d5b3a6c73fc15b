import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

type Provider = "sqlite" | "postgresql";

/** Layout as `prisma migrate` knows it, once per provider: `<timestamp>_<name>/migration.sql`. */
export interface MigrationList {
  baseDir: string;
  lockfile: { path: string; content: string | null };
  shadowDbInitScript: string;
  migrationDirectories: {
    path: string;
    migrationFile: { path: string; content: { tag: "ok"; value: string } };
  }[];
}

/** The repository's `prisma` folder. */
export const PRISMA_FOLDER = resolve(fileURLToPath(import.meta.url), "../../../../../prisma");

/** The migrations of one provider in order, as the schema engine wants them. */
export async function readMigrations(prismaFolder: string, provider: Provider): Promise<MigrationList> {
  const baseDir = join(prismaFolder, "migrations", provider);
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return {
    baseDir,
    lockfile: {
      path: "migration_lock.toml",
      content: await readFile(join(baseDir, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.sort().map(async (path) => ({
        path,
        migrationFile: {
          path: "migration.sql",
          content: {
            tag: "ok" as const,
            value: await readFile(join(baseDir, path, "migration.sql"), "utf8"),
          },
        },
      })),
    ),
  };
}

/** The schema text for a provider; the committed one names SQLite. */
export function schemaFor(provider: Provider, schema: string): string {
  return schema.replace('provider = "sqlite"', `provider = "${provider}"`);
}
