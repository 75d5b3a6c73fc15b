import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createStorage } from "@/server/storage/create-storage";
import { createClient } from "@/server/storage/database-client";
import { parseDatabaseUrl } from "@/server/storage/database-url";
import { buildConnection, buildLoginAttempt, buildUser } from "@/test/builders";
import { createTestDatabase, createTestStorage, type TestStorage } from "@/test/test-storage";

let at: TestStorage;
beforeEach(async () => {
  at = await createTestStorage();
});
afterEach(() => at.close());

describe("a transaction", () => {
  test("writes all of its work", async () => {
    const user = buildUser();
    const result = await at.storage.transaction(async (tx) => {
      await tx.users.create(user);
      await tx.install.setSetupCodeHash("hash");
      return 42;
    });
    expect(result).toBe(42);
    expect(at.storage.provider).toBe(at.provider);
    expect(await at.storage.users.byId(user.id)).toEqual(user);
    expect((await at.storage.install.get()).setupCodeHash).toBe("hash");
  });

  test("leaves nothing when the work throws, and lets the next one through", async () => {
    const user = buildUser();
    const failure = new Error("after the write");
    const work = at.storage.transaction(async (tx) => {
      await tx.users.create(user);
      throw failure;
    });
    const next = at.storage.transaction((tx) => tx.install.setSetupCodeHash("next"));
    await expect(work).rejects.toBe(failure);
    await next;
    expect(await at.storage.users.byId(user.id)).toBeNull();
    expect((await at.storage.install.get()).setupCodeHash).toBe("next");
  });

  test("names a conflict that happens inside it", async () => {
    const user = buildUser();
    await at.storage.users.create(user);
    const twin = at.storage.transaction((tx) => tx.users.create({ ...user, id: "twin" }));
    await expect(twin).rejects.toMatchObject({ code: "API_CONFLICT" });
  });
});

describe("two storages on one database", () => {
  test("writing at once lose nothing and show no busy error", async () => {
    const other = await createStorage({ databaseUrl: at.databaseUrl });
    try {
      const owner = buildUser();
      const { id } = buildConnection({ ownerId: owner.id, id: "shared" });
      await at.storage.users.create(owner);
      await at.storage.connections.create(buildConnection({ ownerId: owner.id, id }));
      const increment = (storage: typeof other) =>
        storage.transaction(async (tx) => {
          const row = await tx.connections.byId(id);
          return tx.connections.update(id, row?.version ?? 0, {});
        });
      const writes = Array.from({ length: 40 }, async (_, index) => {
        const storage = index % 2 === 0 ? at.storage : other;
        await storage.throttles.put({
          key: `k${index}`,
          failures: 1,
          windowStartedAt: new Date(0),
          blockedUntil: null,
        });
        return increment(storage);
      });
      const wins = (await Promise.all(writes)).filter(Boolean).length;
      expect((await other.connections.byId(id))?.version).toBe(1 + wins);
      expect(at.provider === "sqlite" ? wins : 40).toBe(40);
      expect(await other.throttles.get(Array.from({ length: 40 }, (_, index) => `k${index}`))).toHaveLength(
        40,
      );
    } finally {
      await other.close();
    }
  });

  test("locking the same rows in opposite order both succeed in the end", async () => {
    const other = await createStorage({ databaseUrl: at.databaseUrl });
    try {
      for (const id of ["a", "b"]) await at.storage.users.create(buildUser({ id }));
      let arrived = 0;
      const touchBoth = (storage: typeof other, first: string, second: string) =>
        storage.transaction(async (tx) => {
          await tx.users.update(first, { displayName: `${first} first` });
          arrived += 1;
          // Long enough for PostgreSQL to let the other one in; SQLite admits one at a time.
          for (let turn = 0; turn < 50 && arrived < 2; turn += 1) await tx.users.byId(first);
          await tx.users.update(second, { displayName: `${second} second` });
        });
      await Promise.all([touchBoth(at.storage, "a", "b"), touchBoth(other, "b", "a")]);
      const names = (await at.storage.users.list()).map(({ displayName }) => displayName).sort();
      expect([
        ["a first", "b second"],
        ["a second", "b first"],
      ]).toContainEqual(names);
    } finally {
      await other.close();
    }
  });
});

describe("a row that this version does not understand", () => {
  const corrupt = async (statement: string) => {
    const client = createClient(parseDatabaseUrl(at.databaseUrl), () => Promise.resolve(false));
    await client.$executeRawUnsafe(statement);
    await client.$disconnect();
  };

  test("is a read error that names the column and not the value", async () => {
    const user = buildUser();
    await at.storage.users.create(user);
    await corrupt(`UPDATE "User" SET "roles" = '["king"]'`);
    await expect(at.storage.users.byId(user.id)).rejects.toMatchObject({
      code: "STORAGE_READ_ERROR",
      message: "A stored value of User.roles could not be understood",
    });
    await corrupt(`UPDATE "User" SET "roles" = 'user'`);
    await expect(at.storage.users.list()).rejects.toMatchObject({ code: "STORAGE_READ_ERROR" });
  });

  test.each([
    [`UPDATE "Connection" SET "status" = 'dancing'`, "Connection.status"],
    [`UPDATE "Connection" SET "errorCode" = 'NEVER_HEARD_OF'`, "Connection.errorCode"],
    [`UPDATE "Connection" SET "accounts" = '{}'`, "Connection.accounts"],
  ])("%s", async (statement, column) => {
    const owner = buildUser();
    await at.storage.users.create(owner);
    await at.storage.connections.create(buildConnection({ ownerId: owner.id }));
    await corrupt(statement);
    await expect(at.storage.connections.listOf(owner.id)).rejects.toThrow(column);
  });

  test("also a challenge in JSON", async () => {
    const owner = buildUser();
    const connection = buildConnection({ ownerId: owner.id });
    await at.storage.users.create(owner);
    await at.storage.connections.create(connection);
    await at.storage.loginAttempts.create(
      buildLoginAttempt({ connectionId: connection.id, ownerId: owner.id }),
    );
    await corrupt(`UPDATE "LoginAttempt" SET "challenge" = '{"kind":"prompt"'`);
    await expect(at.storage.loginAttempts.open()).rejects.toThrow("LoginAttempt.challenge");
  });

  test("a missing table asks for the migrations", async () => {
    await corrupt(`DROP TABLE "LoginGuard"`);
    await expect(at.storage.loginGuards.get("k")).rejects.toThrow("npm run db -- apply");
  });
});

describe("a database that cannot be used", () => {
  const refusal = async (databaseUrl: string) =>
    createStorage({ databaseUrl }).then(
      () => "opened",
      (error: unknown) =>
        error instanceof Error ? `${Reflect.get(error, "code")}: ${error.message}` : error,
    );

  test("an empty database opens, and says at first use what it lacks", async () => {
    const empty = await createTestDatabase({ empty: true });
    const said = await refusal(empty.databaseUrl);
    if (empty.provider === "sqlite") expect(said).toMatch(/STORAGE_READ_ERROR: .*npm run db -- apply/);
    else expect(said).toBe("opened");
    await empty.drop();
  });

  test.runIf(process.platform !== "win32")("files that are none, or no database", async () => {
    const folder = await mkdtemp(join(tmpdir(), "wheelhouse-files-"));
    await writeFile(join(folder, "text.db"), "not a database, but long enough to be looked at\n".repeat(50));
    expect(await refusal(`file:${folder}`)).toMatch(/^STORAGE_READ_ERROR: .*which is no file/);
    expect(await refusal(`file:${folder}/missing.db`)).toMatch(/^STORAGE_READ_ERROR: .*does not exist/);
    expect(await refusal(`file:${folder}/text.db/x.db`)).toMatch(/^STORAGE_READ_ERROR: .*does not exist/);
    expect(await refusal(`file:${folder}/text.db`)).toMatch(/^STORAGE_READ_ERROR: .*not a database/);
    expect(await refusal(`file:/${"x".repeat(300)}`)).toMatch(/^STORAGE_READ_ERROR/);
    await rm(folder, { recursive: true });
  });

  test("servers that refuse or are not there; the password is not repeated", async () => {
    expect(await refusal("mysql://someone:hidden-word@127.0.0.1/x")).toMatch(/^VALIDATION_INVALID_INPUT/);
    const nobody = await refusal("postgresql://someone:hidden-word@127.0.0.1:1/x");
    expect(nobody).toMatch(
      /^STORAGE_READ_ERROR: The database 127.0.0.1:1\/x cannot be reached.*DATABASE_URL/,
    );
    expect(nobody).not.toContain("hidden-word");
    if (at.provider === "sqlite") return;
    const wrongPassword = new URL(at.databaseUrl);
    wrongPassword.password = "hidden-word";
    const wrongName = new URL(at.databaseUrl);
    wrongName.pathname = "/missing";
    expect(await refusal(wrongPassword.href)).toMatch(/^STORAGE_PERMISSION_ERROR: .*password.*DATABASE_URL/);
    expect(await refusal(wrongPassword.href)).not.toContain("hidden-word");
    expect(await refusal(wrongName.href)).toMatch(
      /^STORAGE_READ_ERROR: .*missing does not exist.*DATABASE_URL/,
    );
  });
});
