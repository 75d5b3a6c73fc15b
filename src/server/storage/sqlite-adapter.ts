import { PrismaLibSql } from "@prisma/adapter-libsql";
import type { Pause } from "@/server/storage/pause";

type LibSqlConfig = ConstructorParameters<typeof PrismaLibSql>[0];
type LibSqlClient = ReturnType<PrismaLibSql["createClient"]>;
type LibSqlTransaction = Awaited<ReturnType<LibSqlClient["transaction"]>>;

/** SQLite waits inside the driver and blocks the whole process, so this is short; the long wait is ours. */
const BUSY_TIMEOUT_MS = 20;
const CONNECTION_PRAGMAS =
  "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;";

/** Whether another process (or another storage in this one) holds the writer's place. SQLITE_BUSY is 5. */
function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    "rawCode" in error &&
    typeof error.rawCode === "number" &&
    (error.rawCode & 0xff) === 5
  );
}

/** Prisma's adapter tells a missing table or column by how the message begins, without the client's prefix. */
function withPlainMessage(error: unknown): unknown {
  if (error instanceof Error) error.message = error.message.replace(/^SQLITE_ERROR: /, "");
  return error;
}

/**
 * The libSQL driver adapter on one connection per client, with foreign keys, WAL and full synchronisation.
 * Transactions begin IMMEDIATE, since a deferred one that turns writer late fails at once; a busy database is
 * waited for with `pause`. The driver's own `transaction()` would open a new, unconfigured connection each time.
 */
export class SqliteAdapter extends PrismaLibSql {
  readonly #pause: Pause;

  constructor(url: string, pause: Pause) {
    super({ url, timeout: BUSY_TIMEOUT_MS });
    this.#pause = pause;
  }

  override createClient(config: LibSqlConfig): LibSqlClient {
    const client = super.createClient(config);
    const pause = this.#pause;
    const execute: LibSqlClient["execute"] = client.execute.bind(client);
    const executeMultiple: LibSqlClient["executeMultiple"] = client.executeMultiple.bind(client);
    let open = false;

    async function whenFree<T>(statement: () => Promise<T>): Promise<T> {
      for (let attempt = 0; ; attempt += 1) {
        try {
          if (!open) {
            await executeMultiple(CONNECTION_PRAGMAS);
            open = true;
          }
          return await statement();
        } catch (error) {
          if (!isBusy(error)) throw withPlainMessage(error);
          // The driver leaves a busy statement half run, and COMMIT would refuse: only a new connection is clean.
          await client.reconnect();
          open = false;
          if (!(await pause(attempt))) throw error;
        }
      }
    }

    const transaction = async (): Promise<LibSqlTransaction> => {
      await whenFree(() => execute("BEGIN IMMEDIATE"));
      let closed = false;
      const end = async (statement: "COMMIT" | "ROLLBACK") => {
        await execute(statement);
        closed = true;
      };
      return {
        execute: (statement) => execute(statement),
        batch: (statements) => Promise.all(statements.map((statement) => execute(statement))),
        executeMultiple,
        commit: () => end("COMMIT"),
        rollback: () => end("ROLLBACK"),
        close: () => undefined,
        get closed() {
          return closed;
        },
      };
    };

    return Object.assign(client, {
      execute: (statement: Parameters<typeof execute>[0]) => whenFree(() => execute(statement)),
      executeMultiple: (sql: string) => whenFree(() => executeMultiple(sql)),
      transaction,
    });
  }
}
