import { randomUUID } from "node:crypto";
import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
import { createStorage } from "@/server/storage/create-storage";
import type { Storage } from "@/server/storage/storage";
import { onServer, withDatabaseName } from "@/test/postgres-admin";

export interface TestDatabase {
  readonly databaseUrl: string;
  readonly provider: "sqlite" | "postgresql";
  drop(): Promise<void>;
}

/** A migrated database of its own, or an empty one, on the database that this run of the tests is about. */
export async function createTestDatabase(options: { readonly empty?: boolean } = {}): Promise<TestDatabase> {
  const source = inject("testDatabase");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  if (source.provider === "sqlite") {
    const file = join(source.folder, `${name}.db`);
    if (!options.empty) await copyFile(source.templateFile, file);
    const drop = async () => {
      for (const suffix of ["", "-wal", "-shm"]) await rm(`${file}${suffix}`, { force: true });
    };
    return { databaseUrl: `file:${file}`, provider: source.provider, drop };
  }
  const template = options.empty ? "template1" : source.templateName;
  await onServer(source.serverUrl, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  return {
    databaseUrl: withDatabaseName(source.serverUrl, name),
    provider: source.provider,
    drop: () => onServer(source.serverUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  };
}

export interface TestStorage {
  readonly storage: Storage;
  readonly databaseUrl: string;
  readonly provider: "sqlite" | "postgresql";
  /** Closes the storage and removes its database. */
  close(): Promise<void>;
}

/** An open storage on a migrated, empty database of its own. Only in `*.db.test.ts`. */
export async function createTestStorage(): Promise<TestStorage> {
  const { databaseUrl, provider, drop } = await createTestDatabase();
  const storage = await createStorage({ databaseUrl });
  const close = async () => {
    await storage.close();
    await drop();
  };
  return { storage, databaseUrl, provider, close };
}
