import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { prepareKeys } from "@/cli/prepare/prepare-keys";
import { readEnvironment } from "@/env";
import { type KeySettings, openInstallKeys, openKeySource } from "@/server/install-keys";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import { createMasterKeys } from "@/server/secrets/master-keys";
import { applyWantedKey } from "@/server/services/keys/apply-wanted-key";
import { Secret } from "@/shared/secret";
import type { VaultOptions } from "@/shared/settings/vault-options";
import { buildUser } from "@/test/builders";
import { FixedClock } from "@/test/fixed-clock";
import { createSeededRandom } from "@/test/seeded-random";
import { createTestStorage, type TestStorage } from "@/test/test-storage";
import { startVaultSimulator, type VaultSimulator } from "@/test/vault-simulator";

const CANARY = "canary-secret-7f3a";
const place = { table: "credential", rowId: "row-1", ownerId: "alice", field: "password" } as const;
const clock = new FixedClock();
const random = createSeededRandom();

let database: TestStorage;
let vault: VaultSimulator;
let dataDir: string;
beforeEach(async () => {
  database = await createTestStorage();
  vault = await startVaultSimulator({ now: () => clock.now() });
  vault.transit.answer("POST", "keys", "wheelhouse", { type: "aes256-gcm96" });
  dataDir = await mkdtemp(join(tmpdir(), "wheelhouse-vault-keys-"));
});
afterEach(async () => {
  await database.close();
  await vault.close();
  await rm(dataDir, { recursive: true });
});

const keyFolder = () => join(dataDir, "keys");
const settings = (given: Partial<VaultOptions> | null = {}): KeySettings => ({
  masterKey: undefined,
  previousMasterKey: undefined,
  masterKeyFile: join(keyFolder(), "master.key"),
  isOwnKeyFile: true,
  dataDir,
  vault: given && {
    address: vault.url,
    login: { kind: "token", token: new Secret(vault.issueToken()) },
    namespace: undefined,
    caFile: undefined,
    kvMount: "secret",
    kvPrefix: "wheelhouse",
    transitMount: "transit",
    transitKey: "wheelhouse",
    ...given,
  },
});

/** What `wheelhouse prepare` does of it. */
async function prepare(of = settings()) {
  const { source, close } = await openKeySource(of, { clock });
  try {
    return await prepareKeys({ storage: database.storage, source, clock, random });
  } finally {
    await close();
  }
}

/** The verbs of a process that starts. */
async function start(of = settings()) {
  const keys = await openInstallKeys(of, database.storage, { clock, random });
  const ctx = {
    storage: database.storage,
    masterKeys: createMasterKeys({ keys, clock, random }),
    clock,
    random,
    actor: { type: "system" },
    request: { id: "request-1", ipAddress: null, userAgent: null, interface: "system" },
  } as const;
  return { ...ctx, cipher: createEnvelopeCipher({ keys, clock, random }), close: keys.close };
}
type Process = Awaited<ReturnType<typeof start>>;
const write = async ({ cipher, storage }: Process) => {
  await storage.users.create(buildUser({ id: "alice" }));
  return storage.transaction((tx) => cipher.encrypt(tx, place, new Secret(CANARY)));
};
const read = async ({ cipher, storage }: Process, text: string) =>
  (await cipher.decrypt(storage, place, text)).reveal();

describe("a master key that Vault wraps", () => {
  it("is made at the first start, and never lies in the clear", async () => {
    await prepare();
    expect(await readdir(keyFolder())).toEqual(["master.key.vault"]);
    expect(await readFile(join(keyFolder(), "master.key.vault"), "utf8")).toMatch(/^vault:v1:\S+\n$/);
    const process = await start();
    const text = await write(process);
    await process.close();
    await prepare();
    const again = await start();
    expect(again.masterKeys.source).toEqual({
      kind: "vault",
      place: join(keyFolder(), "master.key.vault"),
      keepsKeys: true,
    });
    expect(await read(again, text)).toBe(CANARY);
    await again.close();
  });

  it("is wrapped and unwrapped at the mount that VAULT_TRANSIT_MOUNT names, and nowhere else", async () => {
    const other = await startVaultSimulator({ now: () => clock.now(), transitMount: "teams/keys" });
    const under = (variables: Readonly<Record<string, string>>) =>
      readEnvironment(
        {
          DATA_DIR: dataDir,
          VAULT_ADDR: other.url,
          VAULT_TOKEN: other.issueToken(),
          VAULT_TRANSIT_KEY: "house",
          ...variables,
        },
        dataDir,
      );
    other.transit.answer("POST", "keys", "house", { type: "aes256-gcm96" });
    await expect(prepare(under({}))).rejects.toMatchObject({ code: "STORAGE_BACKEND_UNAVAILABLE" });
    expect(await readdir(dataDir)).toEqual([]);
    other.requests.length = 0;

    const there = under({ VAULT_TRANSIT_MOUNT: "teams/keys" });
    await prepare(there);
    expect(await readdir(keyFolder())).toEqual(["master.key.vault"]);
    const process = await start(there);
    const text = await write(process);
    await process.close();
    const again = await start(there);
    expect(await read(again, text)).toBe(CANARY);
    await again.close();
    const asked = other.requests.filter((line) => !line.includes(" auth/"));
    expect(asked).toContain("POST teams/keys/encrypt/house");
    expect(asked).toContain("POST teams/keys/decrypt/house");
    expect(asked.filter((line) => !line.includes(" teams/keys/"))).toEqual([]);
    await expect(start(under({}))).rejects.toThrow("VAULT_TRANSIT_MOUNT");
    await other.close();
  });

  it.each<[string, () => void, RegExp]>([
    ["is sealed", () => (vault.sealed = true), /sealed/],
    ["refuses", () => vault.forbidden.add("transit/decrypt"), /VAULT_TRANSIT_KEY may be used/],
  ])("keeps the app from starting where Vault %s, with the remedy", async (_what, spoil, words) => {
    await prepare();
    spoil();
    for (const begin of [() => prepare(), () => start()]) {
      const started = begin();
      await expect(started).rejects.toMatchObject({
        code: "STORAGE_BACKEND_UNAVAILABLE",
        message: expect.stringMatching(/^The master key in .*master\.key\.vault is wrapped by Vault/),
      });
      await expect(started).rejects.toThrow(words);
    }
  });

  it("is not replaced by one in the clear where Vault is away, or the setting is gone", async () => {
    await prepare();
    await vault.away();
    await expect(prepare()).rejects.toMatchObject({ code: "STORAGE_BACKEND_UNAVAILABLE" });
    await vault.back();
    await expect(prepare(settings(null))).rejects.toThrow(
      "is missing, but the database holds data under a key",
    );
    await expect(prepare(settings({ transitKey: undefined }))).rejects.toThrow(
      "is missing, but the database",
    );
    expect(await readdir(keyFolder())).toEqual(["master.key.vault"]);
  });

  it("serves on while Vault is away, once it was unwrapped", async () => {
    await prepare();
    const process = await start();
    const text = await write(process);
    vault.sealed = true;
    await process.masterKeys.refresh(database.storage);
    expect(await read(process, text)).toBe(CANARY);
    await process.close();
  });

  it("follows the rotation of Vault's key at the next start, where Vault allows it", async () => {
    await prepare();
    const file = join(keyFolder(), "master.key.vault");
    const before = await readFile(file, "utf8");
    await prepare();
    expect(await readFile(file, "utf8")).toBe(before);
    vault.transit.rotate("wheelhouse");
    vault.forbidden.add("transit/rewrap");
    await prepare();
    expect(await readFile(file, "utf8")).toBe(before);
    vault.forbidden.clear();
    await prepare();
    expect(await readFile(file, "utf8")).toMatch(/^vault:v2:/);
    expect(await readdir(keyFolder())).toEqual(["master.key.vault"]);
    await (await start()).close();
  });

  it("is changed as one in a file is", async () => {
    await prepare();
    const process = await start();
    const text = await write(process);
    const old = process.masterKeys.held()[0] ?? "";
    const made = await process.masterKeys.generate();
    expect(made.text).toBeNull();
    await expect(process.masterKeys.generate()).rejects.toMatchObject({ code: "API_CONFLICT" });
    expect(await applyWantedKey(process)).toEqual({ state: "applied", from: old, to: made.fingerprint });
    expect(await applyWantedKey(process)).toEqual({ state: "nothing" });
    expect((await readdir(keyFolder())).toSorted()).toEqual([`${old}.key.vault`, "master.key.vault"]);
    expect(await read(process, text)).toBe(CANARY);
    await process.close();
    const again = await start();
    expect(again.masterKeys.held()).toEqual([made.fingerprint, old]);
    expect(await read(again, text)).toBe(CANARY);
    await again.close();
  });

  it("takes the place of one in a file", async () => {
    await prepare(settings(null));
    const plain = await start(settings(null));
    const text = await write(plain);
    const old = plain.masterKeys.held()[0] ?? "";
    await prepare();
    const process = await start();
    expect(process.masterKeys.wanted()).toBeNull();
    const { fingerprint } = await process.masterKeys.generate();
    expect(await applyWantedKey(process)).toMatchObject({ from: old, to: fingerprint });
    expect((await readdir(keyFolder())).toSorted()).toEqual(["master.key", "master.key.vault"]);
    await process.masterKeys.remove(old, "shred");
    expect(await readdir(keyFolder())).toEqual(["master.key.vault"]);
    expect(await read(process, text)).toBe(CANARY);
    await process.close();
  });

  it("says so when what it unwraps to is no key", async () => {
    await prepare();
    const { body } = vault.transit.answer("POST", "encrypt", "wheelhouse", {
      plaintext: Buffer.from("short").toString("base64"),
    });
    const { data } = body as { data: { ciphertext: string } };
    await writeFile(join(keyFolder(), "master.key.vault"), data.ciphertext);
    await expect(prepare()).rejects.toThrow("does not have 32 bytes");
  });
});
