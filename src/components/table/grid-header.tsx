"use client";

import type { RowData } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { GridColumn } from "@/components/table/grid-column";
import type { GridTable } from "@/components/table/use-grid-table";
import { classNames } from "@/components/ui/class-names";

const ARIA_SORT = { asc: "ascending", desc: "descending" } as const;

interface GridHeaderProps<TRow extends RowData> {
  table: GridTable<TRow>;
  columns: readonly GridColumn<TRow>[];
}

/** The names of the columns; each is a button that orders the rows by it. */
export function GridHeader<TRow extends RowData>({ table, columns }: GridHeaderProps<TRow>) {
  return (
    <thead className="sticky top-0 z-20">
      <tr aria-rowindex={1}>
        {columns.map((column, index) => {
          const sorted = table.getColumn(column.id)?.getIsSorted() ?? false;
          const Arrow = sorted === "asc" ? ArrowUp : ArrowDown;
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={sorted === false ? "none" : ARIA_SORT[sorted]}
              className={classNames(
                "h-8 border-b border-line bg-surface p-0 text-12 font-medium text-ink-soft",
                index === 0 && "sticky left-0 z-10",
              )}
            >
              <button
                type="button"
                onClick={() => table.getColumn(column.id)?.toggleSorting()}
                className={classNames(
                  "flex h-8 w-full items-center gap-1 px-3 whitespace-nowrap -outline-offset-2 hover:text-ink pointer-coarse:h-11",
                  column.align === "end" && "flex-row-reverse",
                  sorted !== false && "text-ink",
                )}
              >
                <span className="truncate">{column.header}</span>
                {sorted !== false && <Arrow aria-hidden className="size-3.5 shrink-0" />}
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
