import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prepare } from "@/cli/prepare/prepare";
import { type Environment, readEnvironment } from "@/env";
import { createStorage } from "@/server/storage/create-storage";
import { applyMigrations } from "@/server/storage/migrations/apply-migrations";
import { buildUser } from "@/test/builders";
import { createTestDatabase, type TestDatabase } from "@/test/test-storage";

const KEY = Buffer.alloc(32, 9).toString("base64");
let folder: string;
let database: TestDatabase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "wheelhouse-prepare-"));
  database = await createTestDatabase({ empty: true });
});

afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const environment = (variables: Record<string, string> = {}): Environment =>
  readEnvironment({ DATA_DIR: join(folder, "data"), DATABASE_URL: database.databaseUrl, ...variables });
const keyFile = () => join(folder, "data", "keys", "master.key");
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("prepare", () => {
  it("makes the data folder, the key and the tables, all for their owner only", async () => {
    const report = await prepare(environment());
    expect(report).toEqual({
      publicUrl: "http://localhost:3000",
      basePath: "",
      namesBroker: false,
      host: "127.0.0.1",
      port: 3000,
      setupCode: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/),
      dataDir: environment().dataDir,
    });
    expect(modeOf(join(folder, "data"))).toBe("700");
    expect(modeOf(keyFile())).toBe("600");
  });

  it("changes nothing the second time but the setup code", async () => {
    const first = await prepare(environment());
    const before = statSync(keyFile());
    const second = await prepare(environment());
    expect(statSync(keyFile()).mtimeMs).toBe(before.mtimeMs);
    expect(second.setupCode).not.toBe(first.setupCode);
  });

  it("says that a broker's address is named", async () => {
    const named = environment({ ROBINHOOD_API_URL: "https://broker.example.com" });
    expect(await prepare(named)).toMatchObject({ namesBroker: true });
  });

  it("gives no setup code once there is an owner", async () => {
    await prepare(environment());
    const storage = await createStorage({ databaseUrl: database.databaseUrl });
    const { setupCodeHash } = await storage.install.get();
    await storage.install.completeSetup(setupCodeHash ?? "", new Date("2026-01-05T15:00:00Z"));
    await storage.close();
    expect((await prepare(environment())).setupCode).toBeNull();
  });

  it("makes no key file where the key is given", async () => {
    await prepare(environment({ APP_MASTER_KEY: KEY }));
    expect(existsSync(keyFile())).toBe(false);
  });

  it("refuses another key than the database was written with", async () => {
    await prepare(environment({ APP_MASTER_KEY: KEY }));
    const other = Buffer.alloc(32, 8).toString("base64");
    await expect(prepare(environment({ APP_MASTER_KEY: other }))).rejects.toMatchObject({
      code: "STORAGE_READ_ERROR",
      message: expect.stringContaining("The master key is not the one of this database."),
    });
  });

  it("refuses to make a new key for a database that has one", async () => {
    await prepare(environment());
    rmSync(keyFile());
    await expect(prepare(environment())).rejects.toMatchObject({
      code: "STORAGE_READ_ERROR",
      message: expect.stringMatching(/is missing, but the database holds data .*put the file back/),
    });
    expect(existsSync(keyFile())).toBe(false);
  });

  it("refuses to make a new key for a database with people in it, even where no key was ever noted", async () => {
    await applyMigrations({ databaseUrl: database.databaseUrl });
    const storage = await createStorage({ databaseUrl: database.databaseUrl });
    await storage.users.create(buildUser());
    await storage.close();
    await expect(prepare(environment())).rejects.toMatchObject({
      message: expect.stringContaining("fingerprint unknown"),
    });
    expect(existsSync(keyFile())).toBe(false);
  });

  it("refuses a key file of the operator's that is not there", async () => {
    await expect(
      prepare(environment({ APP_MASTER_KEY_FILE: join(folder, "mounted.key") })),
    ).rejects.toMatchObject({ code: "STORAGE_READ_ERROR" });
  });

  it("refuses a key file that others can read, before it touches the database", async () => {
    mkdirSync(join(folder, "data", "keys"), { recursive: true });
    writeFileSync(keyFile(), `${KEY}\n`);
    chmodSync(keyFile(), 0o644);
    await expect(prepare(environment())).rejects.toMatchObject({ code: "STORAGE_PERMISSION_ERROR" });
    const look = async () => {
      const storage = await createStorage({ databaseUrl: database.databaseUrl });
      await storage.install.get().finally(() => storage.close());
    };
    await expect(look()).rejects.toThrow();
  });

  it("refuses a data folder that is a file, or that cannot be made", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    for (const path of [file, join(file, "data")]) {
      await expect(prepare(environment({ DATA_DIR: path }))).rejects.toMatchObject({
        code: "STORAGE_PERMISSION_ERROR",
        message: expect.stringContaining("set DATA_DIR to another."),
      });
    }
  });
});
