import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { promoteKeyFile, takeAwayKeyFiles } from "@/server/secrets/key-folder";
import { masterKeyOf } from "@/server/secrets/master-key";
import { createMasterKeySource, type MasterKeySettings } from "@/server/secrets/master-key-source";
import { createSeededRandom } from "@/test/seeded-random";
import { newKeyText } from "@/test/test-keys";

const random = createSeededRandom();
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "wheelhouse-source-"));
});
afterEach(() => rm(dataDir, { recursive: true }));

const settings = (given: Partial<MasterKeySettings> = {}): MasterKeySettings => ({
  masterKey: undefined,
  previousMasterKey: undefined,
  masterKeyFile: join(dataDir, "keys", "master.key"),
  isOwnKeyFile: true,
  dataDir,
  ...given,
});
const keyIn = async (path: string) => {
  const text = newKeyText();
  await writeFile(path, text, { mode: 0o600 });
  return masterKeyOf(text, "a test").fingerprint;
};

describe("a key file that the operator names", () => {
  it("is read beside our own folder, and a new key is handed out rather than written", async () => {
    const masterKeyFile = join(dataDir, "mounted.key");
    const fingerprint = await keyIn(masterKeyFile);
    await mkdir(join(dataDir, "keys"));
    const old = await keyIn(join(dataDir, "keys", "0123456789abcdef.key"));
    await writeFile(join(dataDir, "keys", "notes.txt"), "no key");
    await writeFile(join(dataDir, "keys", "master.key.vault"), "vault:v1:no Vault is set");
    const source = createMasterKeySource(settings({ masterKeyFile, isOwnKeyFile: false }));
    expect(source).toMatchObject({ kind: "file", place: masterKeyFile, keepsKeys: false });
    const { wanted, held } = await source.read();
    expect(wanted?.fingerprint).toBe(fingerprint);
    expect(held.map(({ key }) => key.fingerprint)).toEqual([fingerprint, old]);
    const made = await source.generate(random);
    expect(masterKeyOf(made.text?.reveal() ?? "", "a test").fingerprint).toBe(made.fingerprint);
    await source.settle(made.fingerprint, random);
    expect(await source.remove(fingerprint, "shred", random)).toEqual([masterKeyFile]);
    expect((await source.read()).held).toHaveLength(2);
  });
});

describe("our own key folder", () => {
  it("makes the first key once", async () => {
    const source = createMasterKeySource(settings());
    expect(await source.read()).toEqual({ wanted: null, held: [] });
    expect(await source.createFirst(random)).toBe(true);
    expect(await source.createFirst(random)).toBe(false);
    expect((await source.read()).held).toHaveLength(1);
  });

  it("is named where it cannot be read", async () => {
    await writeFile(join(dataDir, "keys"), "a file in the way");
    await expect(createMasterKeySource(settings()).read()).rejects.toMatchObject({
      code: "STORAGE_PERMISSION_ERROR",
      message: expect.stringContaining(`${join(dataDir, "keys")} cannot be read (ENOTDIR)`),
    });
  });

  it("says what to do where its files cannot be changed", async () => {
    const missing = join(dataDir, "keys", "next.key");
    for (const change of [
      () => promoteKeyFile(missing, join(dataDir, "keys", "master.key"), null),
      () => promoteKeyFile(missing, missing, join(dataDir, "keys", "old.key")),
      () => takeAwayKeyFiles([missing], "shred", random),
    ]) {
      await expect(change()).rejects.toMatchObject({
        code: "STORAGE_WRITE_ERROR",
        message: expect.stringContaining("could not be changed (ENOENT)"),
      });
    }
  });

  it("keeps an old key's file that an interrupted change left already", async () => {
    await mkdir(join(dataDir, "keys"));
    const [present, next, old] = ["master.key", "next.key", "old.key"].map((name) =>
      join(dataDir, "keys", name),
    );
    if (present === undefined || next === undefined || old === undefined) throw new Error("three names");
    await keyIn(present);
    const fingerprint = await keyIn(next);
    const kept = await keyIn(old);
    await promoteKeyFile(next, present, old);
    const { wanted } = await createMasterKeySource(settings()).read();
    expect(wanted?.fingerprint).toBe(fingerprint);
    expect(kept).not.toBe(fingerprint);
  });
});
