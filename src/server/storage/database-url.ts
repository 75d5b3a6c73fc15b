import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { AppError } from "@/shared/app-error";

export type DatabaseLocation =
  | { readonly provider: "sqlite"; readonly path: string; readonly url: string }
  | { readonly provider: "postgresql"; readonly url: string };

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
    return { provider: "postgresql", url: databaseUrl };
  }
  throw new AppError(
    "VALIDATION_INVALID_INPUT",
    "DATABASE_URL is not one that Wheelhouse knows: use file:./data/wheelhouse.db for SQLite or postgresql://user:password@host:5432/name for PostgreSQL.",
  );
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
