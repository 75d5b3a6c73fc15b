import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkMasterKey } from "@/server/secrets/key-canary";
import { loadMasterKey, type MasterKey } from "@/server/secrets/master-key";
import { buildDataKey, buildUser } from "@/test/builders";
import { createSeededRandom } from "@/test/seeded-random";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

let database: TestStorage;
let key: MasterKey;
let otherKey: MasterKey;
const random = createSeededRandom();
const newKey = () => loadMasterKey({ environmentValue: randomBytes(32).toString("base64"), keyFilePath: "" });

beforeEach(async () => {
  database = await createTestStorage();
  key = await newKey();
  otherKey = await newKey();
});
afterEach(() => database.close());

describe("checkMasterKey", () => {
  it("accepts the first key, and from then on only that one", async () => {
    await checkMasterKey(database.storage, key, random);
    await checkMasterKey(database.storage, key, random);
    const wrong = checkMasterKey(database.storage, otherKey, random);
    await expect(wrong).rejects.toMatchObject({ code: "STORAGE_READ_ERROR" });
    await expect(wrong).rejects.toThrow(key.fingerprint);
    await expect(wrong).rejects.toThrow(otherKey.fingerprint);
    await expect(wrong).rejects.toThrow("Put back the key file");
  });

  it("refuses a new key where there are data keys, and stores nothing", async () => {
    await database.storage.users.create(buildUser({ id: "without-key" }));
    await database.storage.users.create(buildUser({ id: "alice" }));
    await database.storage.dataKeys.create(
      buildDataKey({ ownerId: "alice", masterKeyFingerprint: "feedfacefeedface" }),
    );
    await expect(checkMasterKey(database.storage, key, random)).rejects.toThrow("feedfacefeedface");
    expect(await database.storage.install.get()).toMatchObject({ keyCanary: null });
  });

  it.each(["v2.AAAA.BBBB", "v1", "nonsense"])("refuses an altered canary: %s", async (canary) => {
    await database.storage.install.setKeyCanary(canary, key.fingerprint);
    await expect(checkMasterKey(database.storage, key, random)).rejects.toMatchObject({
      code: "STORAGE_READ_ERROR",
    });
  });
});
