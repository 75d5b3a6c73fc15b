import { AppError } from "@/shared/app-error";

/** Kinds of columns that both databases have. */
export type ColumnKind = "text" | "integer" | "bigint" | "float" | "boolean" | "time";

export interface ColumnShape {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** A table as its database describes it. */
export interface TableShape {
  readonly name: string;
  /** By name, so that the order in which migrations added them tells nothing. */
  readonly columns: readonly ColumnShape[];
  /** Tables that its foreign keys name. */
  readonly references: readonly string[];
  /** The column that the database numbers by itself. */
  readonly numbered: string | null;
}

/**
 * A value that means the same to both databases: times are ISO 8601 in UTC with milliseconds, integers of 64 bits are
 * decimal text.
 */
export type TransferValue = string | number | boolean | null;
/** One row, in the order of the table's columns. */
export type TransferRow = readonly TransferValue[];

/** Bookkeeping of the databases and of the migrations; everything else is the install's. */
export function isOwnTable(name: string): boolean {
  return !/^(sqlite_|_prisma_|libsql_|_litestream)/.test(name);
}

/** A name as an identifier of SQL, in both databases. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Tables in an order in which they can be filled: each after those that it refers to, else by name. */
export function inFillingOrder(tables: readonly TableShape[]): TableShape[] {
  const waiting = [...tables].sort(byName);
  const ordered: TableShape[] = [];
  while (waiting.length > 0) {
    const isPlaced = (name: string) => ordered.some((table) => table.name === name);
    const next = waiting.findIndex((table) =>
      table.references.every((name) => name === table.name || isPlaced(name)),
    );
    const [table] = next === -1 ? [] : waiting.splice(next, 1);
    if (table === undefined) {
      throw new AppError("STORAGE_READ_ERROR", "The tables of the database refer to each other in a circle.");
    }
    ordered.push(table);
  }
  return ordered;
}

export function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}
