"use client";

import {
  type ColumnDef,
  type ReactTable,
  type RowData,
  type TableState,
  useTable,
} from "@tanstack/react-table";
import { useEffect, useMemo } from "react";
import { type FigureState, type GridColumn, labelOf } from "@/components/table/grid-column";
import { type GridFeatures, gridFeatures } from "@/components/table/grid-features";
import { type GridChoices, keepChoices, readChoices } from "@/components/table/kept-choices";
import { subtotalOf } from "@/components/table/subtotal";

/** The column that holds every word of a row for the search; it is never shown. */
export const SEARCH_COLUMN = "_search";

export type GridTable<TRow extends RowData> = ReactTable<GridFeatures, TRow, TableState<GridFeatures>>;
type Definition<TRow extends RowData> = ColumnDef<GridFeatures, TRow>;

export interface GridTableInput<TRow extends RowData> {
  gridId: string;
  columns: readonly GridColumn<TRow>[];
  rows: readonly TRow[];
  rowKey: (row: TRow) => string;
  stateOf: (row: TRow) => FigureState;
  /** Order and groups until the person chooses others. */
  initial: Pick<GridChoices, "sort" | "group">;
}

function definitionOf<TRow extends RowData>(
  column: GridColumn<TRow>,
  stateOf: (row: TRow) => FigureState,
): Definition<TRow> {
  return {
    id: column.id,
    header: column.header,
    accessorFn: (row) => column.value(row) ?? undefined,
    sortFn: column.sorts,
    sortUndefined: "last",
    sortDescFirst: column.sorts === "decimal",
    filterFn: "oneOf",
    ...(column.sums === undefined
      ? {}
      : {
          aggregationFn: {
            aggregate: ({ rows }) =>
              subtotalOf(
                rows.map((row) => row.original),
                column.value,
                stateOf,
              ).sum ?? undefined,
          },
        }),
  };
}

function searchDefinition<TRow extends RowData>(columns: readonly GridColumn<TRow>[]): Definition<TRow> {
  const worded = columns.filter((column) => column.sorts === "text");
  return {
    id: SEARCH_COLUMN,
    accessorFn: (row) =>
      worded
        .map((column) => labelOf(column, column.value(row)))
        .join(" ")
        .toLowerCase(),
    filterFn: "everyWord",
  };
}

/** The table behind a grid: order, filters, groups and columns, the last of which this browser remembers. */
export function useGridTable<TRow extends RowData>(input: GridTableInput<TRow>): GridTable<TRow> {
  const { gridId, columns, rows, rowKey, stateOf, initial } = input;
  const shown = useMemo(() => columns.filter((column) => column.exportOnly !== true), [columns]);
  const definitions = useMemo(
    () => [...shown.map((column) => definitionOf(column, stateOf)), searchDefinition(columns)],
    [shown, columns, stateOf],
  );
  const start = useMemo(() => {
    const kept = readChoices(
      gridId,
      shown.map(({ id }) => id),
    );
    const hidden = shown.filter((column) => column.hiddenAtFirst === true).map(({ id }) => [id, false]);
    return {
      sorting: kept?.sort ?? initial.sort,
      grouping: kept?.group ?? initial.group,
      columnVisibility: { ...Object.fromEntries(hidden), ...kept?.visible, [SEARCH_COLUMN]: false },
      expanded: true as const,
    };
  }, [gridId, shown, initial]);
  const table = useTable({
    features: gridFeatures,
    columns: definitions,
    data: rows,
    getRowId: rowKey,
    initialState: start,
    autoResetExpanded: false,
    groupedColumnMode: false,
    enableMultiSort: false,
    enableSortingRemoval: false,
  });
  const { sorting, columnVisibility, grouping } = table.state;
  useEffect(() => {
    const { [SEARCH_COLUMN]: _search, ...visible } = columnVisibility;
    keepChoices(gridId, { sort: sorting, visible, group: grouping });
  }, [gridId, sorting, columnVisibility, grouping]);
  return table;
}
