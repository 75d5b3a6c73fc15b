import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createStorage } from "@/server/storage/create-storage";
import { createClient } from "@/server/storage/database-client";
import { parseDatabaseUrl } from "@/server/storage/database-url";
import { applyMigrations } from "@/server/storage/migrations/apply-migrations";
import { PRISMA_FOLDER } from "@/server/storage/migrations/migration-files";
import { inspectMigrations } from "@/server/storage/migrations/migration-status";
import { createTestDatabase, type TestDatabase } from "@/test/test-storage";

let database: TestDatabase;
let prismaFolder: string;
let options: { databaseUrl: string; prismaFolder: string };

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  prismaFolder = await mkdtemp(join(tmpdir(), "wheelhouse-prisma-"));
  await cp(PRISMA_FOLDER, prismaFolder, { recursive: true });
  options = { databaseUrl: database.databaseUrl, prismaFolder };
});
afterEach(async () => {
  await database.drop();
  await rm(prismaFolder, { recursive: true });
});

const folderOf = (name: string) => join(prismaFolder, "migrations", database.provider, name);
const released = () => readdir(folderOf("."), { withFileTypes: true });
const releasedNames = async () =>
  (await released())
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(folderOf(name));
  await writeFile(join(folderOf(name), "migration.sql"), sql);
}

describe("migrations", () => {
  test("bring an empty database to this version, once", async () => {
    const names = await releasedNames();
    const nothing = { applied: [], pending: [], changed: [], failed: [], unknown: [] };
    expect(await inspectMigrations(options)).toEqual({ ...nothing, pending: names });
    expect(await applyMigrations(options)).toEqual(names);
    expect(await applyMigrations(options)).toEqual([]);
    expect(await inspectMigrations(options)).toEqual({ ...nothing, applied: names });
    const storage = await createStorage(options);
    expect(await storage.users.list()).toEqual([]);
    await storage.close();
  });

  test("a later one is pending, then applied to the data that is there", async () => {
    await applyMigrations(options);
    await addMigration("29990101000000_later", `ALTER TABLE "LoginGuard" ADD COLUMN "note" TEXT;`);
    expect((await inspectMigrations(options)).pending).toEqual(["29990101000000_later"]);
    expect(await applyMigrations(options)).toEqual(["29990101000000_later"]);
  });

  test("sessions of the first version go on: their tokens count as issued when they began, and the keeper looks at once", async () => {
    const [first = "", ...later] = await releasedNames();
    const aside = await mkdtemp(join(tmpdir(), "wheelhouse-later-"));
    for (const name of later) await rename(folderOf(name), join(aside, name));
    expect(await applyMigrations(options)).toEqual([first]);
    const client = createClient(parseDatabaseUrl(options.databaseUrl), () => Promise.resolve(false));
    const at = "2026-11-01 09:30:00";
    await client.$executeRawUnsafe(
      `INSERT INTO "User" ("id", "email", "displayName", "passwordHash", "roles", "createdAt", "updatedAt")
       VALUES ('u', 'a@example.com', 'A', 'hash', '["user"]', '${at}', '${at}')`,
    );
    await client.$executeRawUnsafe(
      `INSERT INTO "Connection" ("id", "ownerId", "broker", "label", "access", "status", "health", "nextAction", "accounts", "createdAt", "updatedAt", "version")
       VALUES ('c', 'u', 'robinhood', 'Main', 'read_only', 'connected', 'ok', 'none', '[]', '${at}', '${at}', 3)`,
    );
    await client.$executeRawUnsafe(
      `INSERT INTO "BrokerSession" ("id", "connectionId", "ownerId", "ciphertext", "status", "credentialVersion", "createdAt", "expiresAt", "lastActivityAt")
       VALUES ('s', 'c', 'u', 'v1.text', 'active', 2, '${at}', '2026-11-02 09:30:00', '2026-11-01 11:00:00')`,
    );
    await client.$disconnect();
    for (const name of later) await rename(join(aside, name), folderOf(name));
    await rm(aside, { recursive: true });

    expect(await applyMigrations(options)).toEqual(later);
    const storage = await createStorage(options);
    const beganAt = new Date("2026-11-01T09:30:00Z");
    expect(await storage.brokerSessions.byConnection("c")).toMatchObject({
      credentialVersion: 2,
      lastActivityAt: new Date("2026-11-01T11:00:00Z"),
      issuedAt: beganAt,
      refreshable: true,
      keepAt: beganAt,
      deadlineNoticed: null,
    });
    expect(await storage.connections.byId("c")).toMatchObject({
      status: "connected",
      failedDays: 0,
      version: 3,
    });
    await storage.close();
  });

  test("a database of a newer version is left alone", async () => {
    await addMigration("29990101000000_newer", `CREATE TABLE "New" ("id" TEXT NOT NULL PRIMARY KEY);`);
    await applyMigrations(options);
    const older = { databaseUrl: options.databaseUrl };
    expect((await inspectMigrations(older)).unknown).toEqual(["29990101000000_newer"]);
    await expect(applyMigrations(older)).rejects.toMatchObject({
      code: "STORAGE_READ_ERROR",
      message: expect.stringMatching(/newer than this version of Wheelhouse \(29990101000000_newer\)/),
    });
    await addMigration("29990101000001_other", "SELECT 1;");
    await rm(folderOf("29990101000000_newer"), { recursive: true });
    expect(await inspectMigrations(options)).toMatchObject({
      pending: ["29990101000001_other"],
      unknown: ["29990101000000_newer"],
    });
  });

  test("one that fails is named, and so is the half-migrated database at the next try", async () => {
    await applyMigrations(options);
    await addMigration(
      "29990101000000_bad",
      `CREATE TABLE "Half" ("id" TEXT); CREATE TABLE "User" ("id" TEXT);`,
    );
    await expect(applyMigrations(options)).rejects.toThrow(/29990101000000_bad.*backup/);
    expect((await inspectMigrations(options)).failed).toEqual(["29990101000000_bad"]);
    await expect(applyMigrations(options)).rejects.toThrow(/29990101000000_bad.*backup/);
  });

  test("one that was edited after it was applied is named", async () => {
    await applyMigrations(options);
    const [name = ""] = await releasedNames();
    const file = join(folderOf(name), "migration.sql");
    await writeFile(file, `${await readFile(file, "utf8")}\n-- edited`);
    expect((await inspectMigrations(options)).changed).toEqual([name]);
    await expect(applyMigrations(options)).rejects.toThrow(`${name} was changed after it was applied`);
  });

  test("a database that holds something else is not touched", async () => {
    const client = createClient(parseDatabaseUrl(options.databaseUrl), () => Promise.resolve(false));
    if (database.provider === "sqlite") await writeFile(options.databaseUrl.slice("file:".length), "");
    await client.$executeRawUnsafe(`CREATE TABLE "Foreign" ("id" TEXT)`);
    await client.$disconnect();
    await expect(applyMigrations(options)).rejects.toThrow(/holds other tables/);
  });

  test("an unusable place is one sentence, and nothing is left behind", async () => {
    const bad = async (databaseUrl: string) =>
      applyMigrations({ databaseUrl }).catch((error: unknown) => String(error));
    await writeFile(join(prismaFolder, "text.db"), "not a database\n".repeat(100));
    expect(await bad(`file:${prismaFolder}/text.db/x.db`)).toContain("cannot be opened for writing");
    expect(await bad(`file:${prismaFolder}/text.db`)).toContain("not a database");
    expect(await bad("postgresql://someone:hidden-word@127.0.0.1:1/x")).toMatch(
      /127.0.0.1:1\/x cannot be reached/,
    );
    const fresh = join(prismaFolder, "new/fresh.db");
    await writeFile(folderOf("migration_lock.toml"), 'provider = "mysql"\n');
    if (database.provider === "postgresql") return;
    await expect(applyMigrations({ ...options, databaseUrl: `file:${fresh}` })).rejects.toThrow();
    await expect(stat(fresh)).rejects.toThrow("ENOENT");
  });

  test.runIf(process.platform !== "win32")("a new file can be read by its owner only", async () => {
    const file = join(prismaFolder, "data/own.db");
    if (database.provider === "postgresql") return;
    await applyMigrations({ ...options, databaseUrl: `file:${file}` });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
