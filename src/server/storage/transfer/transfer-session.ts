import { parseDatabaseUrl } from "@/server/storage/database-url";
import { createPostgresSession } from "@/server/storage/transfer/postgres-session";
import { createSqliteSession } from "@/server/storage/transfer/sqlite-session";
import type { TableShape, TransferRow } from "@/server/storage/transfer/table-shape";

/**
 * One transaction on a whole database, whatever its version. One that reads sees the database as it was at one moment
 * and holds up no writer.
 */
export interface TransferSession {
  readonly provider: "sqlite" | "postgresql";
  /** All tables of the install, in an order in which they can be filled. */
  tables(): Promise<readonly TableShape[]>;
  /** Folder names of the migrations that were applied, in order; none in a database without a table of them. */
  migrations(): Promise<readonly string[]>;
  /** All rows in pages, so that few are in memory. */
  rows(table: TableShape): AsyncGenerator<readonly TransferRow[]>;
  count(table: string): Promise<number>;
  /** The last number that the database gave in the table's numbered column; null where it has none. */
  lastNumber(table: TableShape): Promise<number | null>;
  insert(table: TableShape, rows: readonly TransferRow[]): Promise<void>;
  clear(table: string): Promise<void>;
  /** Makes the database number on after `last`, and after every row that is there. */
  setLastNumber(table: TableShape, last: number): Promise<void>;
  /** Live processes of the install: not ended, and seen since. None where the database has no such table. */
  liveProcesses(seenAfter: Date): Promise<number>;
  /** Notes in the row of the install that it is a restored copy; false where this version of it has no such columns. */
  markRestored(at: Date, from: Date): Promise<boolean>;
}

/**
 * Runs `work` in one transaction: of a reader, which changes nothing, or of a writer, which is committed at the end or,
 * where `work` throws, not at all. Throws as `createStorage` does; what `work` throws passes through.
 */
export async function withTransferSession<T>(
  databaseUrl: string,
  mode: "read" | "write",
  work: (session: TransferSession) => Promise<T>,
): Promise<T> {
  const location = parseDatabaseUrl(databaseUrl);
  const { session, commit, close } = await (location.provider === "sqlite"
    ? createSqliteSession(location, mode)
    : createPostgresSession(location, mode));
  try {
    const result = await work(session);
    await commit();
    return result;
  } finally {
    await close();
  }
}

/** A session with the way to leave it: what was not committed is undone. */
export interface OpenTransfer {
  readonly session: TransferSession;
  commit(): Promise<void>;
  close(): Promise<void>;
}
