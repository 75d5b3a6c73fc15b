"use client";

import type { RowData } from "@tanstack/react-table";
import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { ColumnChoice } from "@/components/table/column-choice";
import { ExportButton } from "@/components/table/export-button";
import { FacetFilter } from "@/components/table/facet-filter";
import type { GridColumn } from "@/components/table/grid-column";
import { GroupChoice } from "@/components/table/group-choice";
import { SortChoice } from "@/components/table/sort-choice";
import { type GridTable, SEARCH_COLUMN } from "@/components/table/use-grid-table";
import { Button } from "@/components/ui/button";
import { INPUT_CLASSES } from "@/components/ui/field-frame";

interface GridToolbarProps<TRow extends RowData> {
  gridId: string;
  table: GridTable<TRow>;
  columns: readonly GridColumn<TRow>[];
  /** One and several of what the rows are: `position`, `positions`. */
  noun: readonly [one: string, many: string];
  searchLabel: string;
  narrow: boolean;
  shownCount: number;
  totalCount: number;
  children?: ReactNode;
}

/** Search, filters, groups, columns and the export of a grid, and how many rows are left. */
export function GridToolbar<TRow extends RowData>(props: GridToolbarProps<TRow>) {
  const { gridId, table, columns, noun, searchLabel, narrow, shownCount, totalCount, children } = props;
  const search = table.getColumn(SEARCH_COLUMN)?.getFilterValue();
  const filtered = table.state.columnFilters.length > 0;
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      <label className="relative max-sm:w-full sm:w-56">
        <span className="sr-only">{searchLabel}</span>
        <Search aria-hidden className="absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-ink-soft" />
        <input
          type="search"
          data-page-search
          placeholder={searchLabel}
          value={typeof search === "string" ? search : ""}
          onChange={(event) => table.getColumn(SEARCH_COLUMN)?.setFilterValue(event.target.value)}
          className={`${INPUT_CLASSES} pl-8`}
        />
      </label>
      {columns
        .filter((column) => column.facet === true)
        .map((column) => (
          <FacetFilter key={column.id} table={table} column={column} />
        ))}
      {filtered && (
        <Button tone="quiet" onClick={() => table.resetColumnFilters(true)}>
          Clear filters
        </Button>
      )}
      {children}
      <span
        role="status"
        className="text-13 text-ink-soft tabular-nums max-sm:order-last max-sm:w-full sm:ml-auto"
      >
        {countWords(shownCount, totalCount, noun)}
      </span>
      {narrow && <SortChoice table={table} columns={columns} />}
      <GroupChoice table={table} columns={columns} />
      {!narrow && <ColumnChoice table={table} columns={columns} />}
      <ExportButton gridId={gridId} table={table} columns={columns} noun={noun} />
    </div>
  );
}

function countWords(shown: number, total: number, [one, many]: readonly [string, string]): string {
  const count = new Intl.NumberFormat("en");
  const noun = total === 1 ? one : many;
  return shown === total
    ? `${count.format(total)} ${noun}`
    : `${count.format(shown)} of ${count.format(total)} ${noun}`;
}
