import { chmod, cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { masterKeysOf } from "@/cli/backup/back-up-install";
import { keepBeforeUpgrade } from "@/cli/prepare/keep-before-upgrade";
import { prepare } from "@/cli/prepare/prepare";
import { type Environment, readEnvironment } from "@/env";
import { restoreBackup } from "@/server/backup/restore-backup";
import { createStorage } from "@/server/storage/create-storage";
import { applyMigrations } from "@/server/storage/migrations/apply-migrations";
import { PRISMA_FOLDER } from "@/server/storage/migrations/migration-files";
import { inspectMigrations } from "@/server/storage/migrations/migration-status";
import { sumsOf } from "@/test/backup-stage";
import { buildUser } from "@/test/builders";
import { createTestDatabase, type TestDatabase } from "@/test/test-storage";

const LATER = "29990101000000_later";
let folder: string;
let database: TestDatabase;
let environment: Environment;

/** The next version's migrations. */
const newer = () => join(folder, "prisma");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wheelhouse-upgrade-"));
  database = await createTestDatabase({ empty: true });
  environment = readEnvironment({ DATA_DIR: join(folder, "data"), DATABASE_URL: database.databaseUrl });
  await prepare(environment);
  const storage = await createStorage({ databaseUrl: database.databaseUrl });
  await storage.users.create(buildUser({ isOwner: true }));
  await storage.close();
  await cp(PRISMA_FOLDER, newer(), { recursive: true });
  for (const provider of ["sqlite", "postgresql"]) {
    await mkdir(join(newer(), "migrations", provider, LATER));
    const sql = 'ALTER TABLE "User" ADD COLUMN "nickname" TEXT;\n';
    await writeFile(join(newer(), "migrations", provider, LATER, "migration.sql"), sql);
  }
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const backups = () => readdir(join(folder, "data", "backups"));
const restore = async (path: string, prismaFolder?: string) =>
  restoreBackup({
    path,
    databaseUrl: database.databaseUrl,
    keys: { masterKeys: await masterKeysOf(environment), passphrase: null },
    now: new Date(),
    keepOld: async () => null,
    prismaFolder,
  });

describe("an upgrade", () => {
  it("keeps a backup with which the older version can go on", async () => {
    const before = await sumsOf(database.databaseUrl);
    const path = await keepBeforeUpgrade(environment, newer());
    await applyMigrations({ databaseUrl: database.databaseUrl, prismaFolder: newer() });
    expect((await inspectMigrations({ databaseUrl: database.databaseUrl })).unknown).toEqual([LATER]);
    await restore(path ?? "");
    expect((await inspectMigrations({ databaseUrl: database.databaseUrl })).unknown).toEqual([]);
    expect(await sumsOf(database.databaseUrl)).toEqual(before);
  });

  it("has its older backup restored by the newer version as well, and brought up to it", async () => {
    const path = await keepBeforeUpgrade(environment, newer());
    await restore(path ?? "", newer());
    const status = await inspectMigrations({ databaseUrl: database.databaseUrl, prismaFolder: newer() });
    expect([status.pending, status.applied.at(-1)]).toEqual([[], LATER]);
  });

  it("makes a backup that older versions refuse", async () => {
    await applyMigrations({ databaseUrl: database.databaseUrl, prismaFolder: newer() });
    const another = join(folder, "another");
    await cp(newer(), another, { recursive: true });
    for (const provider of ["sqlite", "postgresql"]) {
      const next = join(another, "migrations", provider, "29990201000000_last");
      await mkdir(next);
      await writeFile(join(next, "migration.sql"), "SELECT 1;\n");
    }
    const path = await keepBeforeUpgrade(environment, another);
    await expect(restore(path ?? "")).rejects.toMatchObject({
      code: "STORAGE_READ_ERROR",
      message: `The data is newer than this version of Wheelhouse (${LATER}): install the newer version.`,
    });
    const line = join(folder, "line");
    await cp(another, line, { recursive: true });
    await rm(join(line, "migrations", "sqlite", LATER), { recursive: true });
    await expect(restore(path ?? "", line)).rejects.toThrow("The data is newer");
  });

  it("keeps the last three backups, and makes none where nothing is to be done", async () => {
    for (let number = 0; number < 4; number += 1) await keepBeforeUpgrade(environment, newer());
    expect(await backups()).toHaveLength(3);
    expect(await keepBeforeUpgrade(environment)).toBeNull();
    const empty = readEnvironment({
      DATA_DIR: join(folder, "empty"),
      DATABASE_URL: `file:${join(folder, "empty.db")}`,
    });
    expect(await keepBeforeUpgrade(empty, newer())).toBeNull();
    await prepare(empty);
    expect(await keepBeforeUpgrade(empty, newer())).toBeNull();
  });

  it("is not begun where no backup can be made", async () => {
    await writeFile(join(folder, "data", "backups"), "a file in the way");
    await expect(keepBeforeUpgrade(environment, newer())).rejects.toThrow(
      /^The upgrade was not begun, since no backup could be made first\. .*backups is there already/,
    );
    expect((await inspectMigrations({ databaseUrl: database.databaseUrl })).pending).toEqual([]);
    await chmod(folder, 0o700);
  });
});
