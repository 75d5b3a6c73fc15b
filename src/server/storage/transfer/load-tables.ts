import { isSameSum, type TableSum } from "@/server/storage/transfer/table-digest";
import type { TableShape } from "@/server/storage/transfer/table-shape";
import { sumOf, type TransferItem } from "@/server/storage/transfer/transfer-items";
import type { TransferSession } from "@/server/storage/transfer/transfer-session";
import { AppError } from "@/shared/app-error";

/** A table that was loaded and found to be the same as its source. */
export interface LoadedTable extends TableSum {
  readonly name: string;
}

/**
 * Replaces all rows of a database by those of the stream, reads them again, and compares each table with its source
 * by count and digest; then the database numbers on where the source stopped. The session is one that writes: where
 * this throws, nothing was changed. Throws STORAGE_READ_ERROR for tables of another version and for a table that
 * came out different.
 */
export async function loadTables(
  session: TransferSession,
  items: AsyncIterable<TransferItem>,
): Promise<LoadedTable[]> {
  const tables = await session.tables();
  for (const { name } of tables.toReversed()) await session.clear(name);
  const loaded: LoadedTable[] = [];
  let filling: { readonly table: TableShape; readonly lastNumber: number | null } | null = null;
  for await (const item of items) {
    if (item.kind === "table") {
      filling = { table: sameTable(tables, item), lastNumber: item.lastNumber };
    } else if (filling === null) {
      throw new AppError("STORAGE_READ_ERROR", "The data begins with rows of no table.");
    } else if (item.kind === "rows") {
      await session.insert(filling.table, item.rows);
    } else {
      const { table, lastNumber } = filling;
      if (!isSameSum(item.sum, await sumOf(session, table))) {
        throw new AppError(
          "STORAGE_READ_ERROR",
          `The table ${table.name} did not arrive as it was sent: nothing was changed.`,
        );
      }
      if (table.numbered !== null) await session.setLastNumber(table, lastNumber ?? 0);
      loaded.push({ name: table.name, ...item.sum });
    }
  }
  const missing = tables.filter(({ name }) => !loaded.some((table) => table.name === name));
  if (missing.length > 0) throw otherVersion(missing.map(({ name }) => name).join(", "));
  return loaded;
}

function sameTable(
  tables: readonly TableShape[],
  item: Extract<TransferItem, { kind: "table" }>,
): TableShape {
  const table = tables.find(({ name }) => name === item.name);
  const columns = table?.columns.map(({ name }) => name).join();
  if (table === undefined || columns !== item.columns.join()) throw otherVersion(item.name);
  return table;
}

function otherVersion(table: string): AppError {
  return new AppError(
    "STORAGE_READ_ERROR",
    `The data is of another version than the database that it is to go into (${table}): nothing was changed.`,
  );
}
