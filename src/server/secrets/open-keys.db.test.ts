import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { associatedData, seal } from "@/server/secrets/aes-gcm";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import { masterKeyOf } from "@/server/secrets/master-key";
import type { InstallKeys } from "@/server/secrets/open-keys";
import { Secret } from "@/shared/secret";
import { buildDataKey, buildUser } from "@/test/builders";
import { FixedClock } from "@/test/fixed-clock";
import { createSeededRandom } from "@/test/seeded-random";
import { FIRST_KEY, keySettings, newKeyText, openTestKeys } from "@/test/test-keys";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

let database: TestStorage;
beforeEach(async () => {
  database = await createTestStorage();
});
afterEach(() => database.close());

const FIRST = masterKeyOf(FIRST_KEY, "a test");
const open = (...keys: [string, string?]) => openTestKeys(database.storage, keySettings(...keys));
const cipherOf = (keys: InstallKeys) =>
  createEnvelopeCipher({ keys, clock: new FixedClock(), random: createSeededRandom() });

describe("the keys of an install", () => {
  it("accepts the first key, and from then on only that one", async () => {
    const keys = await open(FIRST_KEY);
    expect(keys.active).toBe(FIRST.fingerprint);
    expect((await open(FIRST_KEY)).secrets.authSecret.reveal()).toBe(keys.secrets.authSecret.reveal());
    const other = newKeyText();
    const wrong = open(other);
    await expect(wrong).rejects.toMatchObject({ code: "STORAGE_READ_ERROR" });
    await expect(wrong).rejects.toThrow(
      `Needed: the key with fingerprint ${FIRST.fingerprint}, in use since 2026-`,
    );
    await expect(wrong).rejects.toThrow(`given: ${masterKeyOf(other, "").fingerprint} (APP_MASTER_KEY)`);
    await expect(wrong).rejects.toThrow("Put back the key file");
  });

  it("there is no way on without any key", async () => {
    await open(FIRST_KEY);
    const none = openTestKeys(database.storage, { ...keySettings(FIRST_KEY), masterKey: undefined });
    await expect(none).rejects.toThrow(`Needed: the key with fingerprint ${FIRST.fingerprint}`);
    await expect(none).rejects.toThrow("given: none");
  });

  it("there is no way on without any key in an empty database either", async () => {
    const none = openTestKeys(database.storage, { ...keySettings(FIRST_KEY), masterKey: undefined });
    await expect(none).rejects.toThrow("Needed: the key with fingerprint unknown");
  });

  it("refuses a new key where there are data keys, and stores nothing", async () => {
    await database.storage.users.create(buildUser({ id: "alice" }));
    await database.storage.dataKeys.create(
      buildDataKey({ ownerId: "alice", masterKeyFingerprint: "feedfacefeedface" }),
    );
    await expect(open(FIRST_KEY)).rejects.toThrow("feedfacefeedface");
    expect(await database.storage.install.get()).toMatchObject({ keyCanary: null });
    expect(await database.storage.installSecrets.list()).toEqual([]);
  });

  it.each(["v2.AAAA.BBBB", "v1", "nonsense"])("refuses an altered canary: %s", async (canary) => {
    await open(FIRST_KEY);
    await database.storage.install.setKeyCanary(canary, FIRST.fingerprint);
    await expect(open(FIRST_KEY)).rejects.toMatchObject({
      code: "STORAGE_READ_ERROR",
      message: expect.stringContaining("does not open the text that was written with it"),
    });
  });

  it("refuses a previous key that does not open its own canary", async () => {
    await open(FIRST_KEY);
    const previous = newKeyText();
    const { fingerprint } = masterKeyOf(previous, "a test");
    const [known] = await database.storage.masterKeys.list();
    if (known === undefined) throw new Error("there is one");
    await database.storage.masterKeys.put({ ...known, fingerprint, canary: "v1.AAAA.BBBB" });
    await expect(open(FIRST_KEY, previous)).rejects.toThrow(`${fingerprint} (APP_MASTER_KEY_PREVIOUS)`);
  });

  it.each(["lookup_key", "auth_secret"])("refuses an altered %s", async (name) => {
    await open(FIRST_KEY);
    await database.storage.installSecrets.rewrap(name, FIRST.fingerprint, "v1.AAAA.BBBB", FIRST.fingerprint);
    await expect(open(FIRST_KEY)).rejects.toThrow("A key of this install failed its integrity check");
  });

  it("refuses an install secret whose master key is not there", async () => {
    await open(FIRST_KEY);
    await database.storage.installSecrets.rewrap(
      "lookup_key",
      FIRST.fingerprint,
      "v1.AAAA.BBBB",
      "feedfacefeedface",
    );
    await expect(open(FIRST_KEY)).rejects.toThrow("A key of this install failed its integrity check");
  });
});

describe("an install of a version that derived its keys at every start", () => {
  const derive = (label: string) =>
    Buffer.from(hkdfSync("sha256", Buffer.from(FIRST_KEY, "base64"), "", label, 32));
  const sealed = (key: Buffer, text: string, ...place: string[]) => {
    const master = masterKeyOf(key.toString("base64"), "a test");
    return seal(master.key, randomBytes(12), Buffer.from(text), associatedData(...place));
  };

  beforeEach(async () => {
    // What that version wrote: the canary, and a data key under the master key.
    const canary = sealed(
      Buffer.from(FIRST_KEY, "base64"),
      "wheelhouse key canary",
      "install",
      "key_canary",
      FIRST.fingerprint,
      "v1",
    );
    await database.storage.install.setKeyCanary(`v1.${canary}`, FIRST.fingerprint);
  });

  it("keeps its sign-ins: the secret of the cookie is the same, also under another master key", async () => {
    const before = derive("wheelhouse app session cookie v1").toString("base64");
    const keys = await open(FIRST_KEY);
    expect(keys.secrets.authSecret.reveal()).toBe(before);
    expect((await database.storage.masterKeys.list()).map(({ fingerprint }) => fingerprint)).toEqual([
      FIRST.fingerprint,
    ]);
  });

  it("keeps its setup code, login guards and everything else that is looked up by fingerprint", async () => {
    const { fingerprint } = cipherOf(await open(FIRST_KEY));
    for (const [purpose, value] of [
      ["setup_code", "ABCDEFGHJKLM"],
      ["login-guard", "robinhood:ada@example.com"],
    ] as const) {
      const before = createHmac("sha256", derive("wheelhouse lookup key v1"))
        .update(JSON.stringify([purpose, value]))
        .digest("base64url");
      expect(fingerprint(purpose, value)).toBe(before);
    }
  });

  it("opens the files that it sealed, and says of an altered one that it is its own", async () => {
    const text = sealed(
      derive("wheelhouse file key v1"),
      "a session",
      "file",
      "session",
      "i1",
      FIRST.fingerprint,
    );
    const { files } = cipherOf(await open(FIRST_KEY));
    const file = `i1.${FIRST.fingerprint}.${text}`;
    const opened = await files.open("session", file, null);
    expect(opened instanceof Secret && opened.reveal()).toBe("a session");
    expect(await files.open("session", `${file.slice(0, -3)}AAA`, null)).toBe("altered");
    expect(await files.seal("session", new Secret("x"), null)).toContain(`i1.${FIRST.fingerprint}.`);
  });

  it("reads what is under its data keys", async () => {
    const { storage } = database;
    await storage.users.create(buildUser({ id: "alice" }));
    const dataKey = randomBytes(32);
    const wrapped = seal(
      FIRST.key,
      randomBytes(12),
      dataKey,
      associatedData("data_key", "key-1", "alice", FIRST.fingerprint, "v1"),
    );
    const wrappedKey = `v1.${wrapped}`;
    const key = { id: "key-1", ownerId: "alice", wrappedKey, masterKeyFingerprint: FIRST.fingerprint };
    await storage.dataKeys.create(buildDataKey(key));
    const text = sealed(dataKey, "hunter2", "credential", "row-1", "alice", "password", "key-1", "v1");
    const place = { table: "credential", rowId: "row-1", ownerId: "alice", field: "password" } as const;
    const opened = await cipherOf(await open(FIRST_KEY)).decrypt(storage, place, `v1.key-1.${text}`);
    expect(opened.reveal()).toBe("hunter2");
  });
});
