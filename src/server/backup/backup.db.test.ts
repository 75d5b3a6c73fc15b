import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readBackupHead, verifyBackup } from "@/server/backup/read-backup";
import { restoreBackup } from "@/server/backup/restore-backup";
import { BLOCK_BYTES } from "@/server/backup/sealed-blocks";
import { createStorage } from "@/server/storage/create-storage";
import { APP_VERSION } from "@/shared/app-version";
import { Secret } from "@/shared/secret";
import {
  BACKUP_TIME,
  type BackupStage,
  createBackupStage,
  keyOf,
  OWN_KEYS,
  sumsOf,
} from "@/test/backup-stage";
import { buildAuditEvent, buildUser } from "@/test/builders";
import { createTestDatabase, type TestDatabase } from "@/test/test-storage";

const LATER = new Date("2026-03-05T09:00:00.000Z");
const PASSPHRASE = new Secret("seven tidal lanterns");
let stage: BackupStage;
let target: TestDatabase;

beforeEach(async () => {
  stage = await createBackupStage();
  target = await createTestDatabase({ empty: true });
});

afterEach(async () => {
  await target.drop();
  await stage.close();
});

const restore = (name: string, given: Partial<Parameters<typeof restoreBackup>[0]> = {}) =>
  restoreBackup({
    path: join(stage.folder, name),
    databaseUrl: target.databaseUrl,
    keys: OWN_KEYS,
    now: LATER,
    keepOld: null,
    ...given,
  });
const rewrite = async (name: string, change: (bytes: Buffer) => Buffer) => {
  const path = join(stage.folder, name);
  await chmod(path, 0o600);
  await writeFile(path, change(await readFile(path)));
  return verifyBackup(path, OWN_KEYS);
};

describe("a backup", () => {
  it("tells without a key what it is, and nothing of its content", async () => {
    const made = await stage.backUp("a.backup");
    const { header } = await readBackupHead(made.path);
    expect(header).toEqual({
      format: 1,
      appVersion: APP_VERSION,
      provider: stage.database.provider,
      migrations: expect.arrayContaining([expect.stringMatching(/_initial$/)]),
      installId: "the-install",
      madeAt: BACKUP_TIME.toISOString(),
      masterKeyFingerprint: keyOf(5).fingerprint,
      holdsMasterKey: false,
      fileKey: { under: "master_key", sealed: expect.any(String) },
    });
    const bytes = await readFile(made.path);
    expect((await stat(made.path)).mode & 0o777).toBe(0o600);
    expect(bytes.length).toBe(made.bytes);
    expect(bytes.includes("example.com") || bytes.includes("max_sessions")).toBe(false);
    expect(await readdir(stage.folder)).toEqual(["a.backup"]);
  });

  it("is checked without a database: every block, every table, and what is beside it", async () => {
    const made = await stage.backUp("a.backup");
    const content = await verifyBackup(made.path, OWN_KEYS);
    expect(content.tables.find(({ name }) => name === "User")?.rows).toBe(2);
    expect([content.tables.length, content.rows]).toEqual([made.tables, made.rows]);
    expect(content.files).toEqual({
      config: "settings:\n  max_sessions: 3\n",
      variables: ["DATABASE_URL", "PORT"],
      masterKey: null,
    });
  });

  it("is restored into an empty database just as it was, and marked as a copy", async () => {
    await stage.backUp("a.backup");
    const restored = await restore("a.backup");
    expect(restored.header.installId).toBe("the-install");
    expect(await sumsOf(target.databaseUrl)).toEqual(await sumsOf(stage.database.databaseUrl));
    const storage = await createStorage({ databaseUrl: target.databaseUrl });
    const install = await storage.install.get().finally(() => storage.close());
    expect(install).toEqual({
      ...(await stage.storage.install.get()),
      restoredAt: LATER,
      restoredFrom: BACKUP_TIME,
    });
  });

  it("is of one moment while others write: the audit log has no hole and nobody is without their event", async () => {
    let isOver = false;
    let written = 0;
    const writer = (async () => {
      while (!isOver) {
        await stage.storage.transaction(async (tx) => {
          const user = buildUser();
          await tx.users.create(user);
          await tx.audit.append(buildAuditEvent({ targetId: user.id }));
        });
        written += 1;
        // SQLite answers at once: others would never have a turn.
        await setImmediate();
      }
    })();
    while (written < 5) await setImmediate();
    const before = await stage.storage.users.list();
    await stage.backUp("busy.backup").finally(() => {
      isOver = true;
    });
    await writer;
    const atEnd = written;
    await restore("busy.backup");
    const storage = await createStorage({ databaseUrl: target.databaseUrl });
    const users = await storage.users.list();
    const sums = await sumsOf(target.databaseUrl);
    await storage.close();
    expect(users.length).toBeGreaterThanOrEqual(before.length);
    expect(users.length).toBeLessThanOrEqual(atEnd + 3);
    // Three events and two people were there before; then one event came with each person.
    expect(sums["AuditEvent"]).toMatchObject({ rows: users.length + 1, last: expect.any(Number) });
  });

  it("with a passphrase needs no key of the install, and can carry the master key", async () => {
    const keys = { ...OWN_KEYS, passphrase: PASSPHRASE };
    const { path } = await stage.backUp("p.backup", { keys, withMasterKey: true });
    const opened = await verifyBackup(path, { masterKeys: [], passphrase: PASSPHRASE });
    expect(opened.files.masterKey?.reveal()).toBe(Buffer.alloc(32, 5).toString("base64"));
    await expect(verifyBackup(path, OWN_KEYS)).rejects.toMatchObject({ code: "VALIDATION_MISSING_FIELD" });
    await expect(
      verifyBackup(path, { masterKeys: [keyOf(5)], passphrase: new Secret("seven tidal lantern") }),
    ).rejects.toMatchObject({ message: "The passphrase is not the right one." });
  });

  it("of another install names the key that it needs", async () => {
    const { path } = await stage.backUp("a.backup");
    const message = `needs the master key with fingerprint ${keyOf(5).fingerprint}; given: ${keyOf(6).fingerprint}`;
    await expect(verifyBackup(path, { masterKeys: [keyOf(6)], passphrase: null })).rejects.toMatchObject({
      code: "VALIDATION_INVALID_INPUT",
      message: expect.stringContaining(message),
    });
    await expect(verifyBackup(path, { masterKeys: [], passphrase: null })).rejects.toThrow("given: none");
  });

  it("is not made with a key that is not the database's", async () => {
    await expect(
      stage.backUp("a.backup", { keys: { masterKeys: [keyOf(6)], passphrase: null } }),
    ).rejects.toThrow(`The database needs the master key with fingerprint ${keyOf(5).fingerprint}`);
    expect(await readdir(stage.folder)).toEqual([]);
  });

  it("that is damaged says how, whatever was done to it", async () => {
    // More than one block: what is random does not get smaller.
    for (let number = 0; number < 20; number += 1) {
      const displayName = Array.from({ length: 300 }, () => crypto.randomUUID()).join("");
      await stage.storage.users.create(buildUser({ displayName }));
    }
    await stage.backUp("whole.backup");
    const whole = await readFile(join(stage.folder, "whole.backup"));
    const start = (await readBackupHead(join(stage.folder, "whole.backup"))).bytes.length;
    const sealed = BLOCK_BYTES + 16;
    expect(whole.length).toBeGreaterThan(start + sealed);
    const damage: Record<string, [(bytes: Buffer) => Buffer, string]> = {
      flipped: [(bytes) => flip(bytes, start + 100), "from block 1 on"],
      "flipped at the end": [(bytes) => flip(bytes, bytes.length - 1), "was altered or is damaged"],
      "without its last block": [(bytes) => bytes.subarray(0, start + sealed), "its end is missing"],
      "cut within a block": [(bytes) => bytes.subarray(0, bytes.length - 10), "was altered or is damaged"],
      reordered: [
        (bytes) =>
          Buffer.concat([
            bytes.subarray(0, start),
            bytes.subarray(start + sealed),
            bytes.subarray(start, start + sealed),
          ]),
        "from block 1 on",
      ],
      "with another head": [
        (bytes) => Buffer.from(bytes.toString("latin1").replace("the-install", "The-install"), "latin1"),
        "from block 1 on",
      ],
      "with another key in its head": [
        (bytes) => Buffer.from(bytes.toString("latin1").replace(/"sealed":"../, '"sealed":"__'), "latin1"),
        "The head of the backup was altered",
      ],
      "not a backup": [() => Buffer.from("SQLite format 3\n"), "is not a backup"],
      "without a whole head": [(bytes) => bytes.subarray(0, 60), "is not a backup"],
      "with a head that is none": [() => Buffer.from("Wheelhouse backup\nhello\n"), "is not a backup"],
      newer: [
        (bytes) => Buffer.from(bytes.toString("latin1").replace('"format":1', '"format":2'), "latin1"),
        "newer version",
      ],
    };
    for (const [name, [change, words]] of Object.entries(damage)) {
      await writeFile(join(stage.folder, "damaged"), whole);
      await expect(rewrite("damaged", change), name).rejects.toThrow(words);
      await expect(restore("damaged"), name).rejects.toThrow(words);
    }
    await expect(verifyBackup(join(stage.folder, "gone"), OWN_KEYS)).rejects.toMatchObject({
      code: "API_RESOURCE_NOT_FOUND",
    });
    await expect(verifyBackup(stage.folder, OWN_KEYS)).rejects.toMatchObject({ code: "STORAGE_READ_ERROR" });
  });

  it("never takes the place of a file, and says where it can't be written", async () => {
    await writeFile(join(stage.folder, "taken"), "mine");
    await expect(stage.backUp("taken")).rejects.toMatchObject({ code: "API_CONFLICT" });
    expect(await readFile(join(stage.folder, "taken"), "utf8")).toBe("mine");
    await expect(stage.backUp("no/such/folder")).rejects.toMatchObject({
      code: "STORAGE_PERMISSION_ERROR",
      message: expect.stringContaining("choose a folder that is there and yours"),
    });
    expect(await readdir(stage.folder)).toEqual(["taken"]);
  });
});

describe("restoring", () => {
  it("leaves people alone unless they are to be replaced, and then keeps what was there first", async () => {
    await stage.backUp("a.backup");
    await restore("a.backup");
    await expect(restore("a.backup")).rejects.toMatchObject({
      code: "API_CONFLICT",
      message: expect.stringContaining("an install with 2 people"),
    });
    const kept: string[] = [];
    await restore("a.backup", { keepOld: async () => kept.push("kept") });
    expect(kept).toEqual(["kept"]);
    const refuse = () => Promise.reject(new Error("the disk is full"));
    const before = await sumsOf(target.databaseUrl);
    await expect(restore("a.backup", { keepOld: refuse })).rejects.toThrow("the disk is full");
    expect(await sumsOf(target.databaseUrl)).toEqual(before);
  });

  it("refuses while a server runs, and does not bring back the processes of then", async () => {
    const run = {
      id: "run-1",
      kind: "web" as const,
      host: "desk",
      pid: 1,
      version: "0.1.0",
      masterKeys: [],
      settingsVersion: 0,
      startedAt: LATER,
      seenAt: LATER,
      endedAt: null,
    };
    await stage.storage.processRuns.put(run);
    await stage.backUp("a.backup");
    await restore("a.backup");
    const storage = await createStorage({ databaseUrl: target.databaseUrl });
    expect(await storage.processRuns.liveSince(new Date(0))).toEqual([]);
    await storage.processRuns.put(run);
    await storage.close();
    await expect(restore("a.backup", { keepOld: async () => null })).rejects.toThrow(
      "Wheelhouse is running on this database",
    );
  });
});

function flip(bytes: Buffer, at: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped.writeUInt8(flipped.readUInt8(at) ^ 1, at);
  return flipped;
}
