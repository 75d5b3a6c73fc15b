import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hasForgottenMigration, makeMigration } from "@/server/storage/migrations/make-migration";
import { PRISMA_FOLDER } from "@/server/storage/migrations/migration-files";

const NOW = new Date("2027-01-02T03:04:05.678Z");
let prismaFolder: string;

beforeEach(async () => {
  prismaFolder = await mkdtemp(join(tmpdir(), "wheelhouse-prisma-"));
  await cp(PRISMA_FOLDER, prismaFolder, { recursive: true });
});
afterEach(() => rm(prismaFolder, { recursive: true }));

const sqlOf = (provider: string, folder: string | null) =>
  readFile(join(prismaFolder, "migrations", provider, String(folder), "migration.sql"), "utf8");

test("no migration is forgotten: `npm run db -- make <name>` writes it", async () => {
  expect(await hasForgottenMigration()).toBe(false);
});

describe("making a migration", () => {
  test("writes the difference for both databases and remembers the schema", async () => {
    const file = join(prismaFolder, "schema.prisma");
    const schema = await readFile(file, "utf8");
    await writeFile(file, `${schema}\nmodel Extra {\n  id String @id\n}\n`);
    expect(await hasForgottenMigration(prismaFolder)).toBe(true);
    const folder = await makeMigration("add_extra", NOW, prismaFolder);
    expect(folder).toBe("20270102030405_add_extra");
    for (const provider of ["sqlite", "postgresql"]) {
      const sql = await sqlOf(provider, folder);
      expect(sql).toContain('CREATE TABLE "Extra"');
      expect(sql).not.toContain('CREATE TABLE "User"');
    }
    expect(await hasForgottenMigration(prismaFolder)).toBe(false);
    expect(await makeMigration("again", NOW, prismaFolder)).toBeNull();
  });

  test("the first one holds everything", async () => {
    await rm(join(prismaFolder, "migrations"), { recursive: true });
    const folder = await makeMigration("initial", NOW, prismaFolder);
    expect(await sqlOf("postgresql", folder)).toContain('CREATE TABLE "User"');
    const lock = await readFile(join(prismaFolder, "migrations/postgresql/migration_lock.toml"), "utf8");
    expect(lock).toContain('provider = "postgresql"');
  });

  test.each(["", "Add Things", "../evil", "x"])("refuses the name %j", async (name) => {
    await expect(makeMigration(name, NOW, prismaFolder)).rejects.toMatchObject({
      code: "VALIDATION_INVALID_INPUT",
    });
  });
});
