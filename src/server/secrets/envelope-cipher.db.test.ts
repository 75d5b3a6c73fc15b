import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Cipher, CipherBinding } from "@/server/secrets/cipher.port";
import { createEnvelopeCipher } from "@/server/secrets/envelope-cipher";
import { createKeyRing } from "@/server/secrets/key-ring";
import { masterKeyOf } from "@/server/secrets/master-key";
import type { InstallKeys } from "@/server/secrets/open-keys";
import { AppError } from "@/shared/app-error";
import { auditQuerySchema } from "@/shared/schemas/audit";
import { Secret } from "@/shared/secret";
import { buildUser } from "@/test/builders";
import { FixedClock } from "@/test/fixed-clock";
import { createSeededRandom } from "@/test/seeded-random";
import { keySettings, keysWithoutDatabase, newKeyText, openTestKeys } from "@/test/test-keys";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

const CANARY = "canary-secret-7f3a";
const place: CipherBinding = { table: "credential", rowId: "row-1", ownerId: "alice", field: "password" };

let database: TestStorage;
let keys: InstallKeys;
let cipher: Cipher;

const newCipher = (of: Pick<InstallKeys, "ring" | "secrets">, seed: string) =>
  createEnvelopeCipher({ keys: of, clock: new FixedClock(), random: createSeededRandom(seed) });
const encrypt = (binding: CipherBinding, text: string, by = cipher) =>
  database.storage.transaction((tx) => by.encrypt(tx, binding, new Secret(text)));
const decrypt = async (binding: CipherBinding, text: string, by = cipher) =>
  (await by.decrypt(database.storage, binding, text)).reveal();

async function expectUnreadable(reading: Promise<unknown>): Promise<void> {
  const error = await reading.catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "STORAGE_READ_ERROR" });
  expect(error).toBeInstanceOf(AppError);
  expect(String(error)).not.toContain(CANARY);
}

beforeEach(async () => {
  database = await createTestStorage();
  keys = await openTestKeys(database.storage, keySettings(newKeyText()));
  cipher = newCipher(keys, "cipher");
  await database.storage.users.create(buildUser({ id: "alice" }));
  await database.storage.users.create(buildUser({ id: "bob" }));
});
afterEach(() => database.close());

describe("envelope cipher", () => {
  it("gives back what it was given, also after a restart, and never the same text twice", async () => {
    const first = await encrypt(place, CANARY);
    const second = await encrypt(place, CANARY);
    expect(first).toMatch(/^v1\.[0-9a-f-]{36}\.[\w-]{16}\.[\w-]+$/);
    expect(second).not.toBe(first);
    expect(await decrypt(place, first)).toBe(CANARY);
    expect(await decrypt(place, first, newCipher(keys, "restarted"))).toBe(CANARY);
    expect(await decrypt(place, await encrypt(place, "", newCipher(keys, "third")))).toBe("");
  });

  it.each<[string, Partial<CipherBinding>]>([
    ["table", { table: "broker_session" }],
    ["row", { rowId: "row-2" }],
    ["owner", { ownerId: "bob" }],
    ["field", { field: "totpSecret" }],
  ])("cannot be read at another %s", async (_what, other) => {
    await encrypt({ ...place, ...other }, "something else");
    await expectUnreadable(decrypt({ ...place, ...other }, await encrypt(place, CANARY)));
  });

  it("notices a flipped bit in every part of the text", async () => {
    const text = await encrypt(place, CANARY);
    for (let at = 0; at < text.length; at += 5) {
      const flipped = text.charAt(at) === "A" ? "B" : "A";
      await expectUnreadable(decrypt(place, text.slice(0, at) + flipped + text.slice(at + 1)));
    }
  });

  it("notices a text that is cut, extended, empty or of an unknown version or key", async () => {
    const text = await encrypt(place, CANARY);
    const [, id = "", nonce = "", sealed = ""] = text.split(".");
    for (const wrong of [
      "",
      "v1",
      `v1.${id}`,
      `v1.${id}.${nonce}`,
      `v1.${id}.${nonce}.`,
      `v1.${id}.${nonce}.${sealed.slice(0, 8)}`,
      `v1.${id}.${nonce.slice(0, 8)}.${sealed}`,
      `v1.${id}.${nonce}.${sealed}=`,
      `v2.${id}.${nonce}.${sealed}`,
      `v1.00000000-0000-4000-8000-000000000000.${nonce}.${sealed}`,
      text.slice(0, -1),
      `${text}.AAAA`,
    ]) {
      await expectUnreadable(decrypt(place, wrong));
    }
  });

  it("makes one key for each owner, with its event in the same transaction", async () => {
    const mine = await encrypt(place, CANARY);
    const again = await encrypt({ ...place, rowId: "row-2" }, CANARY);
    const theirs = await encrypt({ ...place, ownerId: "bob" }, CANARY);
    const keyOf = (text: string) => text.split(".")[1];
    expect(keyOf(again)).toBe(keyOf(mine));
    expect(keyOf(theirs)).not.toBe(keyOf(mine));
    const { events } = await database.storage.audit.search(auditQuerySchema.parse({}));
    expect(events.map((event) => [event.eventType, event.details["ownerId"]])).toEqual([
      ["KEY_CREATED", "bob"],
      ["KEY_CREATED", "alice"],
    ]);
  });

  it("leaves no key behind when the transaction is undone, and makes another one later", async () => {
    const undone = database.storage.transaction(async (tx) => {
      await cipher.encrypt(tx, place, new Secret(CANARY));
      throw new AppError("API_CONFLICT");
    });
    await expect(undone).rejects.toMatchObject({ code: "API_CONFLICT" });
    expect(await database.storage.dataKeys.byOwner("alice")).toBeNull();
    expect(await decrypt(place, await encrypt(place, CANARY))).toBe(CANARY);
  });

  it("makes one key when ten begin at once in two processes", async () => {
    const other = newCipher(keys, "other process");
    const texts = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        encrypt({ ...place, rowId: `row-${index}` }, CANARY, index % 2 ? cipher : other),
      ),
    );
    expect(new Set(texts.map((text) => text.split(".")[1])).size).toBe(1);
    for (const [index, text] of texts.entries()) {
      expect(await decrypt({ ...place, rowId: `row-${index}` }, text)).toBe(CANARY);
    }
  });

  it("reads and writes nothing with another master key", async () => {
    const text = await encrypt(place, CANARY);
    const key = masterKeyOf(newKeyText(), "a test");
    const ring = await createKeyRing({
      read: () => Promise.resolve({ wanted: key, held: [{ key, place: "a test" }] }),
    });
    const stranger = newCipher({ ...keys, ring }, "stranger");
    await expectUnreadable(decrypt(place, text, stranger));
    await expectUnreadable(encrypt(place, CANARY, stranger));
    await expectUnreadable(encrypt({ ...place, ownerId: "bob" }, CANARY, stranger));
  });

  it.each(["v2.AAAA.BBBB", "v1.AAAA", "v1", "v1.AAAA.BBBB.CCCC", "v1.AAAA.BBBB"])(
    "refuses a wrapped key that reads %s",
    async (wrappedKey) => {
      await database.storage.dataKeys.create({
        id: "key-1",
        ownerId: "alice",
        wrappedKey,
        masterKeyFingerprint: keys.active,
        createdAt: new Date(0),
        retiredAt: null,
      });
      await expectUnreadable(encrypt(place, CANARY));
    },
  );

  it("gives a text to the owner's new key, once, at the same place, and opens it with either", async () => {
    const text = await encrypt(place, CANARY);
    const { storage } = database;
    expect(await cipher.reseal(storage, place, text)).toBeNull();
    await storage.transaction((tx) => cipher.renewKey(tx, "alice"));
    const renewed = await cipher.reseal(storage, place, text);
    expect(renewed?.split(".")[1]).not.toBe(text.split(".")[1]);
    expect(await decrypt(place, renewed ?? "")).toBe(CANARY);
    expect(await decrypt(place, text, newCipher(keys, "restarted"))).toBe(CANARY);
    expect(await cipher.reseal(storage, place, renewed ?? "")).toBeNull();
    await expectUnreadable(cipher.reseal(storage, { ...place, rowId: "row-2" }, text));
    await expectUnreadable(decrypt({ ...place, rowId: "row-2" }, renewed ?? ""));
    expect((await encrypt(place, CANARY)).split(".")[1]).toBe(renewed?.split(".")[1]);
  });

  it("gives no text to a key that can't be unwrapped", async () => {
    const text = await encrypt(place, CANARY);
    await database.storage.dataKeys.rewrap(
      text.split(".")[1] ?? "",
      keys.active,
      "v1.AAAA.BBBB",
      keys.active,
    );
    await expectUnreadable(newCipher(keys, "restarted").reseal(database.storage, place, text));
  });

  it("keeps serving when there are more owners than it remembers keys", async () => {
    const texts = new Map<string, string>();
    await database.storage.transaction(async (tx) => {
      for (let index = 0; index < 260; index += 1) {
        const ownerId = `owner-${index}`;
        await tx.users.create(buildUser({ id: ownerId }));
        texts.set(ownerId, await cipher.encrypt(tx, { ...place, ownerId }, new Secret(ownerId)));
      }
    });
    for (const ownerId of ["owner-0", "owner-259"]) {
      expect(await decrypt({ ...place, ownerId }, texts.get(ownerId) ?? "")).toBe(ownerId);
    }
  });

  it("gives fingerprints that depend on key, purpose and value", async () => {
    const one = cipher.fingerprint("guard", "alice@example.com");
    expect(one).toMatch(/^[\w-]{43}$/);
    expect(cipher.fingerprint("guard", "alice@example.com")).toBe(one);
    expect(cipher.fingerprint("other", "alice@example.com")).not.toBe(one);
    expect(cipher.fingerprint("guard", "bob@example.com")).not.toBe(one);
    expect(newCipher(keysWithoutDatabase(), "stranger").fingerprint("guard", "alice@example.com")).not.toBe(
      one,
    );
  });
});
