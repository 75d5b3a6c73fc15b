import { Client } from "pg";
import type { DatabaseLocation } from "@/server/storage/database-url";
import { storageErrorOf } from "@/server/storage/storage-error";
import {
  byName,
  type ColumnKind,
  type ColumnShape,
  inFillingOrder,
  isOwnTable,
  quoted,
  type TransferRow,
  type TransferValue,
} from "@/server/storage/transfer/table-shape";
import type { OpenTransfer, TransferSession } from "@/server/storage/transfer/transfer-session";
import { AppError } from "@/shared/app-error";

const PAGE_ROWS = 250;
const CONNECT_TIMEOUT_MS = 10_000;

const KINDS: Readonly<Record<string, ColumnKind>> = {
  text: "text",
  integer: "integer",
  bigint: "bigint",
  "double precision": "float",
  boolean: "boolean",
  "timestamp without time zone": "time",
};

/** What the server sends as text, by the number of its type; all other types stay text. */
const READERS: Readonly<Record<number, (text: string) => TransferValue>> = {
  16: (text) => text === "t",
  23: Number,
  701: Number,
  1114: (text) => new Date(`${text.replace(" ", "T")}Z`).toISOString(),
};

/** A {@link TransferSession} on PostgreSQL. A reader sees the database as it was at its first statement. */
export async function createPostgresSession(
  location: DatabaseLocation,
  mode: "read" | "write",
): Promise<OpenTransfer> {
  const client = new Client({
    connectionString: location.url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    types: { getTypeParser: (type: number) => READERS[type] ?? String },
  });
  const query = async (sql: string, args: (string | number | null)[] = []): Promise<TransferValue[][]> => {
    try {
      return (await client.query<TransferValue[]>({ text: sql, values: args, rowMode: "array" })).rows;
    } catch (error) {
      throw storageErrorOf(error, location);
    }
  };
  await client.connect().catch((error: unknown) => {
    throw storageErrorOf(error, location);
  });
  await query(
    mode === "read"
      ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
      : "BEGIN ISOLATION LEVEL READ COMMITTED",
  );

  const has = async (table: string, column: string) =>
    (
      await query(
        "SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 AND column_name = $2",
        [table, column],
      )
    ).length > 0;
  const sequenceOf = async (table: string, column: string) => {
    const [row] = await query("SELECT pg_get_serial_sequence($1, $2)", [quoted(table), column]);
    return String(row?.[0]);
  };

  const session: TransferSession = {
    provider: "postgresql",
    async tables() {
      const found = await query(
        `SELECT c.table_name, c.column_name, c.data_type, coalesce(c.column_default, '') LIKE 'nextval(%'
           FROM information_schema.columns c
           JOIN information_schema.tables t USING (table_schema, table_name)
          WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'`,
      );
      const keys = await query(
        `SELECT DISTINCT own.relname::text, other.relname::text FROM pg_constraint k
           JOIN pg_class own ON own.oid = k.conrelid JOIN pg_class other ON other.oid = k.confrelid
          WHERE k.contype = 'f' AND own.relnamespace = current_schema()::regnamespace`,
      );
      const names = new Set(found.map(([table]) => String(table)).filter(isOwnTable));
      return inFillingOrder(
        [...names].map((name) => {
          const columns = found.filter(([table]) => table === name);
          const numbered = columns.find(([, , , isNumbered]) => isNumbered === true);
          return {
            name,
            columns: columns
              .map(([, column, type]) => columnOf(name, String(column), String(type)))
              .sort(byName),
            references: keys.filter(([own]) => own === name).map(([, other]) => String(other)),
            numbered: numbered === undefined ? null : String(numbered[1]),
          };
        }),
      );
    },
    async migrations() {
      if (!(await has("_prisma_migrations", "migration_name"))) return [];
      const rows = await query(
        `SELECT migration_name FROM _prisma_migrations
          WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
      );
      return rows.map(([name]) => String(name));
    },
    async *rows(table) {
      const columns = table.columns.map(({ name }) => quoted(name)).join(", ");
      await query(`DECLARE transfer NO SCROLL CURSOR FOR SELECT ${columns} FROM ${quoted(table.name)}`);
      for (;;) {
        const rows: TransferRow[] = await query(`FETCH ${PAGE_ROWS} FROM transfer`);
        if (rows.length > 0) yield rows;
        if (rows.length < PAGE_ROWS) break;
      }
      await query("CLOSE transfer");
    },
    async count(table) {
      const [row] = await query(`SELECT count(*) FROM ${quoted(table)}`);
      return Number(row?.[0]);
    },
    async lastNumber(table) {
      if (table.numbered === null) return null;
      const sequence = await sequenceOf(table.name, table.numbered);
      const [row] = await query(`SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ${sequence}`);
      return Number(row?.[0]);
    },
    async insert(table, rows) {
      const names = table.columns.map(({ name }) => quoted(name)).join(", ");
      const objects = rows.map((row) =>
        Object.fromEntries(table.columns.map(({ name }, at) => [name, row[at]])),
      );
      await query(
        `INSERT INTO ${quoted(table.name)} (${names})
         SELECT ${names} FROM json_populate_recordset(NULL::${quoted(table.name)}, $1::json)`,
        [JSON.stringify(objects)],
      );
    },
    async clear(table) {
      await query(`DELETE FROM ${quoted(table)}`);
    },
    async setLastNumber(table, last) {
      if (table.numbered === null) return;
      await query(
        `SELECT setval($1::regclass, greatest($2::bigint, coalesce(max(${quoted(table.numbered)}), 0), 1),
                       greatest($2::bigint, coalesce(max(${quoted(table.numbered)}), 0)) > 0)
           FROM ${quoted(table.name)}`,
        [await sequenceOf(table.name, table.numbered), last],
      );
    },
    async liveProcesses(seenAfter) {
      if (!(await has("ProcessRun", "seenAt"))) return 0;
      const [row] = await query(
        'SELECT count(*) FROM "ProcessRun" WHERE "endedAt" IS NULL AND "seenAt" >= $1::timestamp',
        [seenAfter.toISOString()],
      );
      return Number(row?.[0]);
    },
    async markRestored(at, from) {
      if (!(await has("InstallState", "restoredAt"))) return false;
      await query('UPDATE "InstallState" SET "restoredAt" = $1::timestamp, "restoredFrom" = $2::timestamp', [
        at.toISOString(),
        from.toISOString(),
      ]);
      return true;
    },
  };
  return {
    session,
    commit: async () => {
      await query("COMMIT");
    },
    // What was not committed ends with the connection.
    close: () => client.end(),
  };
}

function columnOf(table: string, name: string, type: string): ColumnShape {
  const kind = KINDS[type];
  if (kind === undefined) {
    throw new AppError("STORAGE_READ_ERROR", `The column ${table}.${name} is of a kind that is not known.`);
  }
  return { name, kind };
}
