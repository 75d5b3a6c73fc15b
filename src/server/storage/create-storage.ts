import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { z } from "zod";
import { type Clock, systemClock } from "@/server/clock";
import { type Random, systemRandom } from "@/server/random";
import { createStores } from "@/server/storage/create-stores";
import { createClient } from "@/server/storage/database-client";
import { type DatabaseLocation, parseDatabaseUrl } from "@/server/storage/database-url";
import { durabilityOfPostgresql, durabilityOfSqlite } from "@/server/storage/durability";
import { createPause } from "@/server/storage/pause";
import type { Storage, StorageTx } from "@/server/storage/storage";
import { isConflictOfWriters, storageErrorOf } from "@/server/storage/storage-error";
import { AppError } from "@/shared/app-error";

export interface StorageOptions {
  /** `file:…` for SQLite, `postgresql://…` for PostgreSQL. */
  readonly databaseUrl: string;
  /** Times the waits between tries of a busy database: real waits, so the machine's clock unless told. */
  readonly clock?: Clock;
  /** Spreads those waits. */
  readonly random?: Random;
  /** Is told of every statement, BEGIN and COMMIT among them: for tests that count what an act costs. */
  readonly onStatement?: (sql: string) => void;
  /** Is told how long each call and each transaction took, milliseconds, failed ones included. */
  readonly onTiming?: (kind: "call" | "transaction", durationMs: number) => void;
}

/** Waiting for a busy SQLite file: about 10 s in all before STORAGE_WRITE_ERROR. */
const BUSY_LIMITS = { attempts: 60, baseMs: 4, capMs: 400 };
/** Running a transaction again after a deadlock or a serialisation failure. */
const CONFLICT_LIMITS = { attempts: 6, baseMs: 10, capMs: 500 };
const TRANSACTION_WAIT_MS = 20_000;
const TRANSACTION_LIMIT_MS = 15_000;

/**
 * Opens a migrated database and proves that it answers. Throws an `AppError` with one sentence that names the
 * remedy and never the password: VALIDATION_INVALID_INPUT, STORAGE_READ_ERROR or STORAGE_PERMISSION_ERROR.
 */
export async function createStorage(options: StorageOptions): Promise<Storage> {
  const { databaseUrl, clock = systemClock, random = systemRandom, onTiming } = options;
  const location = parseDatabaseUrl(databaseUrl);
  const toError = (error: unknown) => storageErrorOf(error, location);
  const onCall = onTiming && ((durationMs: number) => onTiming("call", durationMs));
  const hooks = { toError, onCall };
  await requireFile(location);

  const pauseAfterConflict = createPause(clock, random, CONFLICT_LIMITS);
  const client = createClient(location, createPause(clock, random, BUSY_LIMITS), options.onStatement);
  const ping = async () => {
    try {
      await client.$queryRaw`SELECT 1`;
    } catch (error) {
      throw toError(error);
    }
  };
  try {
    await ping();
  } catch (error) {
    await client.$disconnect();
    throw error;
  }

  // The databases' own levels are enough, and asking PostgreSQL for one is a round trip: SQLite is serialisable, and
  // conditional updates need no more than READ COMMITTED. Where a server's default is stricter, conflicts run again.
  const limits = { maxWait: TRANSACTION_WAIT_MS, timeout: TRANSACTION_LIMIT_MS };
  async function attemptTransaction<T>(work: (tx: StorageTx) => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await client.$transaction((db) => work(createStores(db, hooks)), limits);
      } catch (error) {
        if (!isConflictOfWriters(error) || !(await pauseAfterConflict(attempt))) throw error;
      }
    }
  }

  let lastInLine: Promise<unknown> = Promise.resolve();
  return {
    ...createStores(client, hooks),
    provider: location.provider,
    ping,
    durability: async () => {
      const ask = (sql: string) => client.$queryRawUnsafe(sql);
      try {
        return await (location.provider === "sqlite" ? durabilityOfSqlite(ask) : durabilityOfPostgresql(ask));
      } catch (error) {
        throw toError(error);
      }
    },
    newestMigration: async () => {
      try {
        const rows = await client.$queryRaw`
          SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL
          ORDER BY migration_name DESC LIMIT 1`;
        return z.tuple([z.object({ name: z.string() })]).parse(rows)[0].name;
      } catch (error) {
        throw toError(error);
      }
    },
    close: () => client.$disconnect(),
    async transaction(work) {
      const startedAt = performance.now();
      const run = async () => {
        try {
          return await attemptTransaction(work);
        } catch (error) {
          throw isFromDatabase(error) ? toError(error) : error;
        } finally {
          onTiming?.("transaction", performance.now() - startedAt);
        }
      };
      if (location.provider === "postgresql") return run();
      const turn = lastInLine.then(run);
      lastInLine = turn.catch(() => undefined);
      return turn;
    },
  };
}

/** Errors that `work` itself threw pass through as they are; those of BEGIN and COMMIT are the database's. */
function isFromDatabase(error: unknown): boolean {
  return error instanceof Error && /^(Prisma|DriverAdapter)/.test(error.name);
}

async function requireFile(location: DatabaseLocation): Promise<void> {
  if (location.provider !== "sqlite") return;
  const { path } = location;
  try {
    const found = await stat(path);
    if (!found.isFile())
      throw new AppError("STORAGE_READ_ERROR", `DATABASE_URL names ${path}, which is no file.`);
    await access(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    if (signsMissing(error)) {
      throw new AppError(
        "STORAGE_READ_ERROR",
        `The database file ${path} does not exist: run \`npm run db -- apply\` or correct DATABASE_URL.`,
        { cause: error },
      );
    }
    throw storageErrorOf(error, location);
  }
}

function signsMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
