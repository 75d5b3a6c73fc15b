import { TableDigest, type TableSum } from "@/server/storage/transfer/table-digest";
import type { TableShape, TransferRow } from "@/server/storage/transfer/table-shape";
import type { TransferSession } from "@/server/storage/transfer/transfer-session";

/** A database as a stream: each table, then its rows, then what they add up to. */
export type TransferItem =
  | {
      readonly kind: "table";
      readonly name: string;
      readonly columns: readonly string[];
      readonly lastNumber: number | null;
    }
  | { readonly kind: "rows"; readonly rows: readonly TransferRow[] }
  | { readonly kind: "table_end"; readonly sum: TableSum };

/** Everything that the session sees, table by table in the order of filling. */
export async function* readTables(session: TransferSession): AsyncGenerator<TransferItem> {
  for (const table of await session.tables()) {
    yield {
      kind: "table",
      name: table.name,
      columns: table.columns.map(({ name }) => name),
      lastNumber: await session.lastNumber(table),
    };
    const digest = new TableDigest();
    for await (const rows of session.rows(table)) {
      for (const row of rows) digest.add(row);
      yield { kind: "rows", rows };
    }
    yield { kind: "table_end", sum: digest.sum };
  }
}

/** What the rows of a table add up to, read from the database. */
export async function sumOf(session: TransferSession, table: TableShape): Promise<TableSum> {
  const digest = new TableDigest();
  for await (const rows of session.rows(table)) {
    for (const row of rows) digest.add(row);
  }
  return digest.sum;
}
