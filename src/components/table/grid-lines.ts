import type { Row, RowData } from "@tanstack/react-table";
import type { GridFeatures } from "@/components/table/grid-features";

export type GridRowModel<TRow extends RowData> = Row<GridFeatures, TRow>;

/** What stands in one line of a grid: the head of a group, a row, or what a row shows when it is unfolded. */
export type GridLine<TRow extends RowData> =
  | { readonly kind: "group"; readonly key: string; readonly row: GridRowModel<TRow> }
  | { readonly kind: "row"; readonly key: string; readonly row: GridRowModel<TRow> }
  | { readonly kind: "detail"; readonly key: string; readonly row: GridRowModel<TRow> };

/** The lines of a grid from top to bottom. `unfolded` are the ids of rows whose detail is open. */
export function gridLines<TRow extends RowData>(
  rows: readonly GridRowModel<TRow>[],
  unfolded: ReadonlySet<string>,
): GridLine<TRow>[] {
  return rows.flatMap((row): GridLine<TRow>[] => {
    if (row.getIsGrouped()) return [{ kind: "group", key: row.id, row }];
    const line = { kind: "row", key: row.id, row } as const;
    return unfolded.has(row.id) ? [line, { kind: "detail", key: `${row.id}:detail`, row }] : [line];
  });
}

/** The rows that a group's head stands for. */
export function rowsOfGroup<TRow extends RowData>(group: GridRowModel<TRow>): TRow[] {
  return group
    .getLeafRows()
    .filter((row) => row.subRows.length === 0)
    .map((row) => row.original);
}
