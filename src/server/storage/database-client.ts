import { PrismaPg } from "@prisma/adapter-pg";
import type { DatabaseLocation } from "@/server/storage/database-url";
import { PrismaClient as PostgresClient } from "@/server/storage/generated/postgresql/client";
import type { Prisma } from "@/server/storage/generated/sqlite/client";
import { PrismaClient as SqliteClient } from "@/server/storage/generated/sqlite/client";
import type { Pause } from "@/server/storage/pause";
import { SqliteAdapter } from "@/server/storage/sqlite-adapter";

/** What the stores need: the same inside and outside of a transaction. */
export type DatabaseClient = Prisma.TransactionClient;
/** The whole client. SQLite's type stands for both: it offers the smaller set of filters. */
export type RootClient = SqliteClient;

/** Of the server to be reached, and of a call in a burst for a free place in the pool: as long as SQLite's wait. */
const CONNECT_TIMEOUT_MS = 10_000;
const POOL_SIZE = 10;

/** The driver adapter for a database; nothing is opened yet. `pause` paces the wait for a busy SQLite file. */
export function createAdapter(location: DatabaseLocation, pause: Pause): SqliteAdapter | PrismaPg {
  if (location.provider === "sqlite") return new SqliteAdapter(location.url, pause);
  return new PrismaPg(
    {
      connectionString: location.url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      max: POOL_SIZE,
    },
    location.schema === undefined ? {} : { schema: location.schema },
  );
}

const ALL_STATEMENTS: Prisma.LogDefinition = { emit: "event", level: "query" };

/** The Prisma client for a database; nothing is opened yet. `onStatement` is told of what the database is sent. */
export function createClient(
  location: DatabaseLocation,
  pause: Pause,
  onStatement?: (sql: string) => void,
): RootClient {
  const adapter = createAdapter(location, pause);
  const log = onStatement === undefined ? [] : [ALL_STATEMENTS];
  const client: SqliteClient<"query"> =
    location.provider === "sqlite"
      ? new SqliteClient({ adapter, errorFormat: "minimal", log })
      : (new PostgresClient({ adapter, errorFormat: "minimal", log }) as SqliteClient<"query">);
  if (onStatement !== undefined) client.$on("query", ({ query }) => onStatement(query));
  return client;
}
