import { Client } from "pg";
import { inSchema, type PostgresLocation } from "@/server/storage/database-url";
import { signsOf, storageErrorOf } from "@/server/storage/storage-error";
import { quoted } from "@/server/storage/transfer/table-shape";
import { AppError } from "@/shared/app-error";

const CONNECT_TIMEOUT_MS = 10_000;
/** The old tables are locked while they go: whoever still reads them would be waited for without an end. */
const LOCK_TIMEOUT_MS = 10_000;

type Query = (sql: string) => Promise<string[]>;

/**
 * Lets `fill` make an install in a schema of its own beside the present one, and then puts its tables in the place of
 * all tables of the present one, in one transaction. Until then, and wherever it fails, the present ones stay as they
 * are. Throws STORAGE_PERMISSION_ERROR where the user may make no schema, else as `createStorage` does.
 */
export async function throughDraft<T>(
  location: PostgresLocation,
  fill: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  const [present = "public"] = await withQueries(location, (query) => query("SELECT current_schema()"));
  const place = location.schema ?? present;
  const draft = `${place}_filling`;
  const dropDraft = (query: Query) => query(`DROP SCHEMA IF EXISTS ${quoted(draft)} CASCADE`);
  await withQueries(location, async (query) => {
    // What a process left behind that was killed in the middle.
    await dropDraft(query);
    await query(`CREATE SCHEMA ${quoted(draft)}`);
  }).catch((error: unknown) => {
    throw signsOf(error).includes("42501") ? mayMakeNoSchema(error) : error;
  });
  try {
    const result = await fill(inSchema(location.url, draft));
    await withQueries(location, async (query) => {
      await query("BEGIN");
      await query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
      await query(`CREATE SCHEMA IF NOT EXISTS ${quoted(place)}`);
      const old = await tablesIn(query, place);
      if (old.length > 0) {
        await query(`DROP TABLE ${old.map((name) => `${quoted(place)}.${quoted(name)}`).join(", ")}`);
      }
      for (const name of await tablesIn(query, draft)) {
        await query(`ALTER TABLE ${quoted(draft)}.${quoted(name)} SET SCHEMA ${quoted(place)}`);
      }
      await query("COMMIT");
    });
    return result;
  } finally {
    // It is in nobody's way, and the next fill removes it.
    await withQueries(location, dropDraft).catch(() => []);
  }
}

const tablesIn = (query: Query, schema: string): Promise<string[]> =>
  query(`SELECT tablename FROM pg_tables WHERE schemaname = '${schema.replaceAll("'", "''")}'`);

function mayMakeNoSchema(cause: unknown): AppError {
  return new AppError(
    "STORAGE_PERMISSION_ERROR",
    "The user in DATABASE_URL may make no schema in its database, in which the new tables would be filled before " +
      "they take the place of the old ones. Run GRANT CREATE ON DATABASE for it as the owner of the database.",
    { cause },
  );
}

/** Runs statements on one connection, each giving the first column of its rows. What was not committed is undone. */
async function withQueries<T>(location: PostgresLocation, work: (query: Query) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: location.url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  try {
    await client.connect();
    return await work(async (text) => {
      const { rows } = await client.query<string[]>({ text, rowMode: "array" });
      return rows.flatMap(([first]) => first ?? []);
    });
  } catch (error) {
    throw storageErrorOf(error, location);
  } finally {
    await client.end();
  }
}
