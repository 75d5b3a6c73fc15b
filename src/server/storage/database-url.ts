import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { AppError } from "@/shared/app-error";

export type DatabaseLocation =
  | { readonly provider: "sqlite"; readonly path: string; readonly url: string }
  | PostgresLocation;

export interface PostgresLocation {
  readonly provider: "postgresql";
  /** For the driver, which is told of the schema by an option of the connection. */
  readonly url: string;
  /** The schema of the tables where the address names one; undefined is the user's own, as a rule `public`. */
  readonly schema: string | undefined;
}

/** What a schema may be called in an address: no name that would have to be quoted in an option of a connection. */
const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,49}$/;

/**
 * Tells the kind of database from DATABASE_URL. Relative `file:` paths start at the working folder. Throws
 * VALIDATION_INVALID_INPUT for anything but `file:` and `postgresql:`; the error never repeats the value.
 */
export function parseDatabaseUrl(databaseUrl: string): DatabaseLocation {
  if (databaseUrl.startsWith("file:")) {
    const path = sqlitePath(databaseUrl);
    return { provider: "sqlite", path, url: pathToFileURL(path).href };
  }
  if (/^postgres(ql)?:\/\/./.test(databaseUrl) && URL.canParse(databaseUrl)) {
    return postgresLocation(databaseUrl);
  }
  throw new AppError(
    "VALIDATION_INVALID_INPUT",
    "DATABASE_URL is not one that Wheelhouse knows: use file:./data/wheelhouse.db for SQLite or postgresql://user:password@host:5432/name for PostgreSQL.",
  );
}

/** The address of a PostgreSQL database with this schema in place of what it names. */
export function inSchema(databaseUrl: string, schema: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.delete("options");
  url.searchParams.set("schema", schema);
  return url.href;
}

/** `?schema=` is Prisma's way to name a schema; the driver knows the options of the server alone. */
function postgresLocation(databaseUrl: string): PostgresLocation {
  const url = new URL(databaseUrl);
  const schema = url.searchParams.get("schema");
  if (schema === null) return { provider: "postgresql", url: databaseUrl, schema: undefined };
  if (!SCHEMA_NAME.test(schema)) {
    throw new AppError(
      "VALIDATION_INVALID_INPUT",
      "DATABASE_URL names a schema that Wheelhouse can't use: small letters, digits and _ are possible, at most 50.",
    );
  }
  url.searchParams.delete("schema");
  const options = url.searchParams.get("options");
  url.searchParams.set("options", `${options === null ? "" : `${options} `}-c search_path=${schema}`);
  return { provider: "postgresql", url: url.href, schema };
}

/** Where the database is, for messages: the file, or host, port and name without user and password. */
export function describeDatabase(location: DatabaseLocation): string {
  if (location.provider === "sqlite") return location.path;
  const url = new URL(location.url);
  return `${url.host}${url.pathname}`;
}

function sqlitePath(databaseUrl: string): string {
  const path = databaseUrl.slice("file:".length);
  if (path === "" || path.includes("?") || path.includes(":memory:")) {
    throw new AppError(
      "VALIDATION_INVALID_INPUT",
      "DATABASE_URL must name a file after `file:` and nothing else, such as file:./data/wheelhouse.db.",
    );
  }
  return path.startsWith("//") ? fileURLToPath(databaseUrl) : resolve(path);
}
