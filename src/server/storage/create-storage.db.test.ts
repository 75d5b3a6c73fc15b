import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildUser } from "@/test/builders";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

let at: TestStorage;
beforeEach(async () => {
  at = await createTestStorage();
});
afterEach(() => at.close());

describe("a transaction", () => {
  test("writes all of its work", async () => {
    const user = buildUser();
    await at.storage.transaction(async (tx) => {
      await tx.users.create(user);
      await tx.install.setSetupCodeHash("hash");
    });
    expect(await at.storage.users.byId(user.id)).toEqual(user);
    expect((await at.storage.install.get()).setupCodeHash).toBe("hash");
  });

  test("leaves nothing when the work throws", async () => {
    const user = buildUser();
    const failure = new Error("after the write");
    const work = at.storage.transaction(async (tx) => {
      await tx.users.create(user);
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect(await at.storage.users.byId(user.id)).toBeNull();
  });
});
