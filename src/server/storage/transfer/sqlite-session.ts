import { access } from "node:fs/promises";
import type { DatabaseLocation } from "@/server/storage/database-url";
import { SqliteAdapter } from "@/server/storage/sqlite-adapter";
import { storageErrorOf } from "@/server/storage/storage-error";
import {
  byName,
  type ColumnKind,
  type ColumnShape,
  inFillingOrder,
  isOwnTable,
  quoted,
  type TableShape,
  type TransferValue,
} from "@/server/storage/transfer/table-shape";
import type { OpenTransfer, TransferSession } from "@/server/storage/transfer/transfer-session";
import { AppError } from "@/shared/app-error";

const PAGE_ROWS = 250;
/** SQLite takes 32 766 at most. */
const MOST_PARAMETERS = 8000;
const neverPause = () => Promise.resolve(false);

const KINDS: Readonly<Record<string, ColumnKind>> = {
  TEXT: "text",
  INTEGER: "integer",
  BIGINT: "bigint",
  REAL: "float",
  BOOLEAN: "boolean",
  DATETIME: "time",
};

/** A {@link TransferSession} on a SQLite file. A reader sees the file as it was at its first statement. */
export async function createSqliteSession(
  location: Extract<DatabaseLocation, { provider: "sqlite" }>,
  mode: "read" | "write",
): Promise<OpenTransfer> {
  const { url, path } = location;
  // SQLite would make the file that is missing.
  await access(path).catch((error: unknown) => {
    throw storageErrorOf(error, location);
  });
  const client = new SqliteAdapter(url, neverPause).createClient({ url });
  const query = async (sql: string, args: (string | number | null)[] = []): Promise<TransferValue[][]> => {
    try {
      const { rows, columns } = await client.execute({ sql, args });
      return rows.map((row) => columns.map((_, at) => plain(row[at])));
    } catch (error) {
      throw storageErrorOf(error, location);
    }
  };
  await query(mode === "read" ? "BEGIN DEFERRED" : "BEGIN IMMEDIATE");
  let isOpen = true;

  const has = async (name: string) =>
    (await query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", [name])).length > 0;

  async function shapeOf(name: string, sql: string): Promise<TableShape> {
    const columns = await query("SELECT name, upper(type), pk FROM pragma_table_info(?)", [name]);
    const references = await query('SELECT DISTINCT "table" FROM pragma_foreign_key_list(?)', [name]);
    const key = columns.find(([, , pk]) => pk === 1);
    return {
      name,
      columns: columns.map(([column, type]) => columnOf(name, String(column), String(type))).sort(byName),
      references: references.map(([table]) => String(table)),
      numbered: /\bAUTOINCREMENT\b/i.test(sql) && key !== undefined ? String(key[0]) : null,
    };
  }

  const session: TransferSession = {
    provider: "sqlite",
    async tables() {
      const found = await query("SELECT name, sql FROM sqlite_master WHERE type = 'table'");
      const own = found.filter(([name]) => isOwnTable(String(name)));
      return inFillingOrder(await Promise.all(own.map(([name, sql]) => shapeOf(String(name), String(sql)))));
    },
    async migrations() {
      if (!(await has("_prisma_migrations"))) return [];
      const rows = await query(
        "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name",
      );
      return rows.map(([name]) => String(name));
    },
    async *rows(table) {
      const columns = table.columns.map(selected).join(", ");
      for (let after = Number.MIN_SAFE_INTEGER; ; ) {
        const found = await query(
          `SELECT rowid, ${columns} FROM ${quoted(table.name)} WHERE rowid > ? ORDER BY rowid LIMIT ${PAGE_ROWS}`,
          [after],
        );
        if (found.length > 0) {
          yield found.map(([, ...values]) => values.map((value, at) => neutral(table.columns[at], value)));
        }
        const last = found.at(-1)?.[0];
        if (found.length < PAGE_ROWS || typeof last !== "number") return;
        after = last;
      }
    },
    async count(table) {
      const [row] = await query(`SELECT count(*) FROM ${quoted(table)}`);
      return Number(row?.[0]);
    },
    async lastNumber(table) {
      if (table.numbered === null) return null;
      const [row] = await query("SELECT seq FROM sqlite_sequence WHERE name = ?", [table.name]);
      return Number(row?.[0] ?? 0);
    },
    async insert(table, rows) {
      const atOnce = Math.max(1, Math.floor(MOST_PARAMETERS / table.columns.length));
      const names = table.columns.map(({ name }) => quoted(name)).join(", ");
      const places = `(${table.columns.map(() => "?").join(", ")})`;
      for (let from = 0; from < rows.length; from += atOnce) {
        const part = rows.slice(from, from + atOnce);
        const values = part.map(() => places).join(", ");
        await query(
          `INSERT INTO ${quoted(table.name)} (${names}) VALUES ${values}`,
          part.flatMap((row) => row.map((value, at) => stored(table.columns[at], value))),
        );
      }
    },
    async clear(table) {
      await query(`DELETE FROM ${quoted(table)}`);
    },
    async setLastNumber(table, last) {
      const [row] = await query("SELECT max(seq) FROM sqlite_sequence WHERE name = ?", [table.name]);
      await query("DELETE FROM sqlite_sequence WHERE name = ?", [table.name]);
      const numbered = Math.max(last, Number(row?.[0] ?? 0));
      await query("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [table.name, numbered]);
    },
    async liveProcesses(seenAfter) {
      if (!(await has("ProcessRun"))) return 0;
      const [row] = await query(
        'SELECT count(*) FROM "ProcessRun" WHERE "endedAt" IS NULL AND "seenAt" >= ?',
        [storedTime(seenAfter.toISOString())],
      );
      return Number(row?.[0]);
    },
    async markRestored(at, from) {
      const columns = await query("SELECT name FROM pragma_table_info('InstallState')");
      if (!columns.some(([name]) => name === "restoredAt")) return false;
      await query('UPDATE "InstallState" SET "restoredAt" = ?, "restoredFrom" = ?', [
        storedTime(at.toISOString()),
        storedTime(from.toISOString()),
      ]);
      return true;
    },
  };
  return {
    session,
    commit: async () => {
      await query("COMMIT");
      isOpen = false;
    },
    close: async () => {
      if (isOpen) await query("ROLLBACK").catch(() => undefined);
      client.close();
    },
  };
}

function columnOf(table: string, name: string, type: string): ColumnShape {
  const kind = KINDS[type];
  if (kind === undefined) {
    throw new AppError("STORAGE_READ_ERROR", `The column ${table}.${name} is of a kind that is not known.`);
  }
  return { name, kind };
}

/** Integers of 64 bits are read as text: a number would lose digits. */
function selected({ name, kind }: ColumnShape): string {
  return kind === "bigint" ? `CAST(${quoted(name)} AS TEXT)` : quoted(name);
}

function plain(value: unknown): TransferValue {
  return typeof value === "string" || typeof value === "number" ? value : null;
}

function neutral(column: ColumnShape | undefined, value: TransferValue): TransferValue {
  if (value === null || column === undefined) return null;
  if (column.kind === "boolean") return value === 1;
  return column.kind === "time" && typeof value !== "boolean" ? new Date(value).toISOString() : value;
}

function stored(column: ColumnShape | undefined, value: TransferValue): string | number | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  return column?.kind === "time" && typeof value === "string" ? storedTime(value) : value;
}

/** As Prisma's adapter writes times: SQLite compares them as text. */
function storedTime(iso: string): string {
  return iso.replace(/Z$/, "+00:00");
}
