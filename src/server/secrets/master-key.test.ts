import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createMasterKeyFile, loadMasterKey } from "@/server/secrets/master-key";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "wheelhouse-key-"));
  path = join(folder, "keys", "master.key");
});
afterEach(() => rm(folder, { recursive: true }));

const fromFile = () => loadMasterKey({ environmentValue: undefined, keyFilePath: path });

describe("createMasterKeyFile", () => {
  it("makes a private file once and leaves nothing else behind", async () => {
    expect(await createMasterKeyFile(path)).toBe(true);
    const text = await readFile(path, "utf8");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await createMasterKeyFile(path)).toBe(false);
    expect(await readFile(path, "utf8")).toBe(text);
    expect(await readdir(join(folder, "keys"))).toEqual(["master.key"]);
  });

  it("makes one key for ten starts at once", async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => createMasterKeyFile(path)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await readdir(join(folder, "keys"))).toEqual(["master.key"]);
  });

  it("says what to do where the folder cannot be made", async () => {
    await writeFile(join(folder, "keys"), "a file in the way");
    const made = createMasterKeyFile(join(folder, "keys", "deeper", "master.key"));
    await expect(made).rejects.toMatchObject({
      code: "STORAGE_WRITE_ERROR",
      message: expect.stringContaining("APP_MASTER_KEY"),
    });
  });
});

describe("loadMasterKey", () => {
  it("reads the file, and knows the key again by its fingerprint", async () => {
    await createMasterKeyFile(path);
    const key = await fromFile();
    expect(key.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect((await fromFile()).fingerprint).toBe(key.fingerprint);
  });

  it("prefers the environment and prints nothing of the key", async () => {
    await createMasterKeyFile(path);
    const text = randomBytes(32).toString("base64");
    const key = await loadMasterKey({ environmentValue: ` ${text}\n`, keyFilePath: path });
    expect(key.fingerprint).not.toBe((await fromFile()).fingerprint);
    expect(`${inspect(key, { depth: 9, showHidden: true })}${JSON.stringify(key)}`).not.toContain(
      text.slice(0, 12),
    );
  });

  it.each([
    ["too short", randomBytes(31).toString("base64")],
    ["hexadecimal", randomBytes(32).toString("hex")],
    ["with foreign signs", `${randomBytes(32).toString("base64").slice(0, 42)}*=`],
  ])("refuses a value that is %s, without repeating it", async (_what, value) => {
    const loaded = loadMasterKey({ environmentValue: value, keyFilePath: path });
    await expect(loaded).rejects.toMatchObject({ code: "VALIDATION_INVALID_INPUT" });
    await expect(loaded).rejects.not.toMatchObject({ message: expect.stringContaining(value) });
  });

  it("treats an empty variable as absent, and names the missing file", async () => {
    const loaded = loadMasterKey({ environmentValue: "", keyFilePath: path });
    await expect(loaded).rejects.toMatchObject({
      code: "STORAGE_READ_ERROR",
      message: expect.stringContaining(`${path} (ENOENT)`),
    });
  });

  it("refuses a file that others can read", async () => {
    await createMasterKeyFile(path);
    await chmod(path, 0o640);
    await expect(fromFile()).rejects.toMatchObject({
      code: "STORAGE_PERMISSION_ERROR",
      message: expect.stringContaining("chmod 600"),
    });
  });

  it("refuses a file that holds no key", async () => {
    await createMasterKeyFile(path);
    await writeFile(path, "not a key");
    await expect(fromFile()).rejects.toMatchObject({ code: "VALIDATION_INVALID_INPUT" });
  });
});
