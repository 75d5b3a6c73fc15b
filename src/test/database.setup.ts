import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "@/server/storage/migrations/apply-migrations";
import { onServer, withDatabaseName } from "@/test/postgres-admin";
import { findPostgresBinaries } from "@/test/postgres-binaries";
import { startPostgresServer } from "@/test/postgres-server";

/** Where the tests of a project find their database: see {@link createTestDatabase}. */
export type TestDatabaseSource =
  | { readonly provider: "sqlite"; readonly folder: string; readonly templateFile: string }
  | { readonly provider: "postgresql"; readonly serverUrl: string; readonly templateName: string };

declare module "vitest" {
  interface ProvidedContext {
    readonly testDatabaseUrl: string;
    readonly searchPath: string;
    readonly testDatabase: TestDatabaseSource;
  }
}

/** Migrates one template per project, which every test then copies; the answer takes it down again. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { source, stop } =
    project.name === "postgresql"
      ? await preparePostgres(
          project.config.provide.testDatabaseUrl ?? "",
          project.config.provide.searchPath ?? "",
        )
      : await prepareSqlite();
  project.provide("testDatabase", source);
  return stop;
}

async function prepareSqlite() {
  const folder = await mkdtemp(join(tmpdir(), "wheelhouse-sqlite-"));
  const templateFile = join(folder, "template.db");
  await applyMigrations({ databaseUrl: `file:${templateFile}` });
  const source: TestDatabaseSource = { provider: "sqlite", folder, templateFile };
  return { source, stop: () => rm(folder, { recursive: true, force: true }) };
}

async function preparePostgres(givenUrl: string, searchPath: string) {
  const server = givenUrl === "" ? await startPostgresServer(await findPostgresBinaries(searchPath)) : null;
  const serverUrl = server?.url ?? givenUrl;
  const templateName = `wheelhouse_template_${process.pid}`;
  try {
    await onServer(serverUrl, `CREATE DATABASE "${templateName}"`);
    await applyMigrations({ databaseUrl: withDatabaseName(serverUrl, templateName) });
  } catch (error) {
    await server?.stop();
    throw error;
  }
  const source: TestDatabaseSource = { provider: "postgresql", serverUrl, templateName };
  const dropTemplate = () => onServer(serverUrl, `DROP DATABASE "${templateName}" WITH (FORCE)`);
  return { source, stop: () => (server ? server.stop() : dropTemplate()) };
}
