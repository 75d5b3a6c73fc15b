import { rm } from "node:fs/promises";
import { join } from "node:path";
import { findPostgresBinaries } from "@/test/postgres-binaries";
import { startPostgresServer } from "@/test/postgres-server";

export interface BenchDatabase {
  readonly databaseUrl: string;
  /** What it is and how it writes, for the head of a report. */
  readonly about: string;
  close(): Promise<void>;
}

/**
 * `sqlite` is a file in the folder, `postgresql` a server of its own as in the tests (without fsync, which flatters
 * it), anything else the postgresql:// address of an empty database.
 */
export async function openBenchDatabase(wanted: string, folder: string): Promise<BenchDatabase> {
  if (wanted === "sqlite") {
    const file = join(folder, "wheelhouse.db");
    return {
      databaseUrl: `file:${file}`,
      about: "SQLite file, synchronous = FULL",
      close: () => rm(file, { force: true }),
    };
  }
  if (wanted === "postgresql") {
    const server = await startPostgresServer(await findPostgresBinaries(process.env["PATH"] ?? ""));
    return {
      databaseUrl: server.url,
      about: "PostgreSQL on this machine, fsync = off",
      close: () => server.stop(),
    };
  }
  return { databaseUrl: wanted, about: "PostgreSQL as given", close: async () => {} };
}
