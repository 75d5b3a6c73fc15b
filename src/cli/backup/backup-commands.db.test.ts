import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createStorage } from "@/server/storage/create-storage";
import { sumsOf } from "@/test/backup-stage";
import { cliStage } from "@/test/cli-stage";
import { createTestDatabase, type TestDatabase } from "@/test/test-storage";

const PASSPHRASE = "seven tidal lanterns\n";
const stage = cliStage();
let other: TestDatabase;

beforeAll(async () => {
  other = await createTestDatabase({ empty: true });
  const words = ["login", "--label", "Paul", "--username", "paul@example.com", "--password-stdin"];
  const login = await stage.run(words, { input: "not-a-real-password-paul\n" });
  expect(login).toMatchObject({ code: 0 });
});
afterAll(() => other.drop());

const path = (...names: string[]) => join(stage.folder, ...names);
/** The same program on a machine with another data folder and database. */
const onOther = (folder: string) => ({ DATA_DIR: path(folder), DATABASE_URL: other.databaseUrl });
const freshDatabase = async () => {
  await other.drop();
  other = await createTestDatabase({ empty: true });
};

describe("wheelhouse backup", { timeout: 90_000 }, () => {
  it("writes a file that it can check, and never over another", async () => {
    const made = await stage.run(["backup", "first.backup"]);
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/Backed up to .*first\.backup/) });
    expect(made.out).toContain("keep that in another place");
    expect((await stat(path("first.backup"))).mode & 0o777).toBe(0o600);
    const checked = await stage.run(["backup", "verify", "first.backup"]);
    expect(checked).toMatchObject({ code: 0, out: expect.stringContaining("is whole") });
    expect(checked.out).toContain("DATABASE_URL");
    expect(checked.out).not.toContain("file:/");
    expect(await stage.run(["backup", "first.backup"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("is there already: choose another name"),
    });
    const { out } = await stage.run(["audit", "--json"]);
    expect(out).toContain("BACKUP_MADE");
  });

  it("keeps the newest of a folder", async () => {
    for (let number = 0; number < 3; number += 1) {
      expect((await stage.run(["backup", "--dir", "nightly", "--keep", "2"])).code).toBe(0);
    }
    await writeFile(path("nightly", "broken.backup"), "no");
    const listed = await stage.run(["backup", "list", "--dir", "nightly"]);
    expect(listed.out.split("\n")).toHaveLength(3);
    expect(listed.out).toContain("not a backup that this version can read");
    await mkdir(path("none"));
    expect((await stage.run(["backup", "list", "--dir", "none"])).out).toContain("There is no backup");
  });

  it.each([
    [["backup"], "Give a file, or --dir"],
    [["backup", "x", "--dir", "y"], "Give a file, or --dir"],
    [["backup", "x", "--keep", "2"], "Give a file, or --dir"],
    [["backup", "--dir", "y", "--keep", "0"], "--keep must be a whole number"],
    [["backup", "x", "--with-key"], "must be closed with a passphrase"],
  ])("refuses %j", async (words, sentence) => {
    expect(await stage.run(words)).toMatchObject({ code: 2, err: expect.stringContaining(sentence) });
  });

  it("says that a folder can't be written", async () => {
    await writeFile(path("file"), "");
    expect((await stage.run(["backup", "--dir", "file/within"])).err).toContain(
      "cannot be written (ENOTDIR)",
    );
  });
});

// Several whole restores each: a busy machine takes its time.
describe("wheelhouse restore", { timeout: 90_000 }, () => {
  it("brings everything back on an empty machine from one file and one passphrase", async () => {
    const words = ["backup", "all.backup", "--passphrase-stdin", "--with-key"];
    expect((await stage.run(words, { input: PASSPHRASE })).out).toContain("The master key is inside");
    const variables = onOther("machine");
    const restored = await stage.run(["restore", "all.backup", "--passphrase-stdin"], {
      variables,
      input: PASSPHRASE,
    });
    expect(restored).toMatchObject({ code: 0, out: expect.stringContaining("compared one by one") });
    expect(restored.out).toContain("wheelhouse restore accept --sessions keep");
    expect(await readFile(path("machine", "keys", "master.key"), "utf8")).toBe(
      await readFile(path("data", "keys", "master.key"), "utf8"),
    );
    const [copied, original] = await Promise.all([
      sumsOf(other.databaseUrl),
      sumsOf(stage.database.databaseUrl),
    ]);
    const { AuditEvent: _copied, MasterKey: _key, ...rest } = copied;
    const { AuditEvent: _original, MasterKey: _own, ...own } = original;
    expect(rest).toEqual(own);
    const found = await stage.run(["doctor", "--json"], { variables });
    expect(JSON.stringify(found.json())).not.toContain('"problem"');
    expect((await stage.run(["users", "list"], { variables })).out).toContain("owner@example.com");
  });

  it("asks no broker before somebody has accepted the copy", async () => {
    const variables = onOther("machine");
    const held = await stage.run(["positions", "Paul"], { variables });
    expect(held.code).not.toBe(0);
    expect(`${held.out}${held.err}`).toContain("until an admin has accepted the restored copy");
    expect(await stage.run(["restore", "accept"], { variables })).toMatchObject({
      code: 2,
      err: expect.stringContaining("--sessions keep"),
    });
    const accepted = await stage.run(["restore", "accept", "--sessions", "keep"], { variables });
    expect(accepted.out).toContain("Wheelhouse asks brokers again");
    expect((await stage.run(["positions", "Paul"], { variables })).code).toBe(0);
    expect((await stage.run(["restore", "accept", "--sessions", "keep"], { variables })).code).toBe(1);
  });

  it("leaves an install alone, or keeps it first and can end all sessions", async () => {
    const variables = onOther("machine");
    const words = ["restore", "all.backup", "--passphrase-stdin"];
    expect(await stage.run(words, { variables, input: PASSPHRASE })).toMatchObject({
      code: 1,
      err: expect.stringContaining("With --replace it is backed up first"),
    });
    const replaced = await stage.run([...words, "--replace"], { variables, input: PASSPHRASE });
    expect(replaced.out).toMatch(/What was there before is in .*machine\/backups\/wheelhouse-.*\.backup/);
    expect(await readdir(path("machine", "backups"))).toHaveLength(1);
    const ended = await stage.run(["restore", "accept", "--sessions", "end"], { variables });
    expect(ended.out).toContain("1 broker sessions were ended");
    expect((await stage.run(["positions", "Paul"], { variables })).code).not.toBe(0);
  });

  it("names the key that is missing, before it touches anything", async () => {
    await freshDatabase();
    const variables = { ...onOther("keyless"), APP_MASTER_KEY: Buffer.alloc(32, 4).toString("base64") };
    const refused = await stage.run(["restore", "first.backup"], { variables });
    expect(refused).toMatchObject({
      code: 2,
      err: expect.stringMatching(/needs the master key with fingerprint/),
    });
  });

  it("keeps the key of a machine that was started before, and writes config.yaml where there is none", async () => {
    const config = path("config.yaml");
    await writeFile(config, "settings:\n  ui:\n    theme: dark\n");
    const made = await stage.run(["backup", "config.backup", "--passphrase-stdin", "--with-key"], {
      input: PASSPHRASE,
      variables: { CONFIG_FILE: config },
    });
    expect(made.code).toBe(0);
    await freshDatabase();
    const variables = { ...onOther("started"), CONFIG_FILE: config };
    expect((await stage.run(["prepare"], { variables })).code).toBe(0);
    for (const name of ["config.yaml.restored", null]) {
      const words = ["restore", "config.backup", "--passphrase-stdin", "--replace"];
      const { code, out } = await stage.run(words, { variables, input: PASSPHRASE });
      expect(code).toBe(0);
      if (name === null) expect(out).not.toContain("The config.yaml of the backup");
      else expect(out).toContain(`The config.yaml of the backup is ${path(name)}`);
    }
    expect((await readdir(path("started", "keys"))).length).toBe(2);
    await rm(config);
    await chmod(path("started"), 0o700);
  });
});

describe("wheelhouse copy", { timeout: 90_000 }, () => {
  it("copies to another database and back, and everything is the same", async () => {
    await freshDatabase();
    const kind =
      other.provider === "sqlite" ? "Now set DATABASE_URL=file:" : "Now set DATABASE_URL to that address";
    const there = await stage.run(["copy", "--to", "-"], { input: `${other.databaseUrl}\n` });
    expect(there).toMatchObject({
      code: 0,
      out: expect.stringContaining("count and digest of each are the same"),
    });
    expect(there.out).toContain(kind);
    const file = path("back.db");
    const back = await stage.run(["copy", "--to", `file:${file}`], {
      variables: { DATABASE_URL: other.databaseUrl },
    });
    expect(back.code).toBe(0);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await sumsOf(`file:${file}`)).toEqual(await sumsOf(stage.database.databaseUrl));
    expect((await stage.run(["users", "list"], { variables: { DATABASE_URL: `file:${file}` } })).code).toBe(
      0,
    );
    // From the SQLite file on to this project's kind: with PostgreSQL it is the move that operators make.
    await freshDatabase();
    const moved = await stage.run(["copy", "--to", "-"], {
      input: `${other.databaseUrl}\n`,
      variables: { DATABASE_URL: `file:${file}` },
    });
    expect(moved.code).toBe(0);
    expect(await sumsOf(other.databaseUrl)).toEqual(await sumsOf(stage.database.databaseUrl));
  });

  it("refuses a database that has an install, one that has none to copy, and a server that runs", async () => {
    expect(await stage.run(["copy"])).toMatchObject({ code: 2, err: expect.stringContaining("Say --to") });
    expect((await stage.run(["copy", "--to", other.databaseUrl])).err).toContain(
      "is an install in the database",
    );
    await freshDatabase();
    const empty = await stage.run(["copy", "--to", `file:${path("x.db")}`], {
      variables: { DATABASE_URL: other.databaseUrl },
    });
    expect(empty.err).toContain("no install with people to copy");
    const storage = await createStorage({ databaseUrl: stage.database.databaseUrl });
    await storage.processRuns.put({
      id: "run",
      kind: "web",
      host: "desk",
      pid: 1,
      version: "0.1.0",
      masterKeys: [],
      settingsVersion: 0,
      startedAt: new Date(),
      seenAt: new Date(),
      endedAt: null,
    });
    await storage.close();
    expect((await stage.run(["copy", "--to", other.databaseUrl])).err).toContain("Wheelhouse is running");
    const words = ["copy", "--to", other.databaseUrl, "--while-running", "--json"];
    expect((await stage.run(words)).json()).toMatchObject({ provider: other.provider });
  });
});
