import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { createStorage } from "@/server/storage/create-storage";
import { inSchema } from "@/server/storage/database-url";
import { fillDatabase, lookAtDatabase } from "@/server/storage/transfer/fill-database";
import { loadTables } from "@/server/storage/transfer/load-tables";
import { readTables } from "@/server/storage/transfer/transfer-items";
import { type TransferSession, withTransferSession } from "@/server/storage/transfer/transfer-session";
import { sumsOf } from "@/test/backup-stage";
import { buildAuditEvent, buildConnection, buildUser } from "@/test/builders";
import { createTestDatabase, type TestDatabase } from "@/test/test-storage";

const isPostgres = inject("testDatabase").provider === "postgresql";

let source: TestDatabase;
let target: TestDatabase;
beforeEach(async () => {
  source = await createTestDatabase();
  target = await createTestDatabase();
});
afterEach(async () => {
  await source.drop();
  await target.drop();
});

/** An install with a person of this name, a connection and two events. */
async function settle({ databaseUrl }: { readonly databaseUrl: string }, displayName: string): Promise<void> {
  const storage = await createStorage({ databaseUrl });
  const user = buildUser({ displayName });
  await storage.users.create(user);
  await storage.connections.create(buildConnection({ ownerId: user.id }));
  for (let number = 0; number < 2; number += 1) await storage.audit.append(buildAuditEvent());
  await storage.close();
}

const migrationsOf = (url: string) => withTransferSession(url, "read", (session) => session.migrations());
const copyOf = (url: string) => (to: TransferSession) =>
  withTransferSession(url, "read", (from) => loadTables(to, readTables(from)));

async function fillFromSource(databaseUrl = target.databaseUrl): Promise<void> {
  await fillDatabase(databaseUrl, await migrationsOf(source.databaseUrl), copyOf(source.databaseUrl));
}

async function onTarget(sql: string): Promise<string[]> {
  const client = new Client({ connectionString: target.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<string[]>({ text: sql, rowMode: "array" });
    return rows.flatMap(([first]) => first ?? []);
  } finally {
    await client.end();
  }
}
const schemas = () =>
  onTarget("SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)' ORDER BY 1");

describe("filling a database", () => {
  it("puts the new install in the place of the old one, which numbers on and takes writes", async () => {
    await settle(source, "New");
    await settle(target, "Old");
    await fillFromSource();
    expect(await sumsOf(target.databaseUrl)).toEqual(await sumsOf(source.databaseUrl));
    expect(await migrationsOf(target.databaseUrl)).toEqual(await migrationsOf(source.databaseUrl));
    await settle(target, "Later");
    const found = await lookAtDatabase(target.databaseUrl, new Date());
    expect(found).toMatchObject({ hasTables: true, people: 2 });
  });

  it("leaves the old install as it was where it fails in the middle", async () => {
    await settle(source, "New");
    await settle(target, "Old");
    const before = await sumsOf(target.databaseUrl);
    const migrations = await migrationsOf(target.databaseUrl);
    const failing = fillDatabase(target.databaseUrl, migrations, async (session) => {
      await copyOf(source.databaseUrl)(session);
      throw new Error("the line to the backup broke");
    });
    await expect(failing).rejects.toThrow();
    expect(await sumsOf(target.databaseUrl)).toEqual(before);
    expect(await migrationsOf(target.databaseUrl)).toEqual(migrations);
    await fillFromSource();
    expect(await sumsOf(target.databaseUrl)).toEqual(await sumsOf(source.databaseUrl));
  });
});

describe.runIf(isPostgres)("filling a database of PostgreSQL", () => {
  it("removes what a fill left behind that was killed, and leaves nothing itself", async () => {
    await settle(source, "New");
    await onTarget("CREATE SCHEMA public_filling");
    await onTarget('CREATE TABLE public_filling."User" (half text)');
    await fillFromSource();
    expect(await schemas()).toEqual(["public"]);
    expect(await sumsOf(target.databaseUrl)).toEqual(await sumsOf(source.databaseUrl));
  });

  it("keeps to the schema that the address names, beside an install in another one", async () => {
    await settle(source, "New");
    await settle(target, "Old");
    const before = await sumsOf(target.databaseUrl);
    const beside = inSchema(target.databaseUrl, "second");
    await fillFromSource(beside);
    expect(await schemas()).toEqual(["public", "second"]);
    expect(await sumsOf(beside)).toEqual(await sumsOf(source.databaseUrl));
    expect(await sumsOf(target.databaseUrl)).toEqual(before);
    await settle({ databaseUrl: beside }, "Another");
    expect(await lookAtDatabase(beside, new Date())).toMatchObject({ people: 2 });
    expect(await sumsOf(target.databaseUrl)).toEqual(before);
  });

  it("waits no longer for somebody who reads the old tables than it takes to say so", async () => {
    await settle(source, "New");
    await settle(target, "Old");
    const before = await sumsOf(target.databaseUrl);
    const reader = new Client({ connectionString: target.databaseUrl });
    await reader.connect();
    await reader.query("BEGIN");
    await reader.query('SELECT * FROM "User"');
    await expect(fillFromSource()).rejects.toMatchObject({
      code: "STORAGE_WRITE_ERROR",
      message: "The database is busy: please try again.",
    });
    await reader.end();
    expect(await sumsOf(target.databaseUrl)).toEqual(before);
    expect(await schemas()).toEqual(["public"]);
  }, 30_000);

  it("tells which right is missing where the user may make no schema", async () => {
    const name = `filler_${target.databaseUrl.slice(-12)}`;
    await onTarget(`CREATE ROLE ${name} LOGIN PASSWORD 'not-a-real-password'`);
    const url = new URL(target.databaseUrl);
    url.username = name;
    url.password = "not-a-real-password";
    await expect(fillFromSource(url.href)).rejects.toMatchObject({
      code: "STORAGE_PERMISSION_ERROR",
      message: expect.stringContaining("GRANT CREATE ON DATABASE"),
    });
    await onTarget(`DROP ROLE ${name}`);
  });
});
