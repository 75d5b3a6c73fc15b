"use client";

import type { RowData } from "@tanstack/react-table";
import { Columns3 } from "lucide-react";
import type { GridColumn } from "@/components/table/grid-column";
import type { GridTable } from "@/components/table/use-grid-table";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";

interface ColumnChoiceProps<TRow extends RowData> {
  table: GridTable<TRow>;
  columns: readonly GridColumn<TRow>[];
}

/** Which columns are shown; this browser remembers it. The first one names the row and stays. */
export function ColumnChoice<TRow extends RowData>({ table, columns }: ColumnChoiceProps<TRow>) {
  const visibility = table.state.columnVisibility;
  return (
    <Popover
      label="Columns"
      align="end"
      trigger={<Button icon={<Columns3 aria-hidden className="size-4" />}>Columns</Button>}
    >
      <fieldset className="flex flex-col">
        <legend className="px-1 pb-1 text-12 text-ink-soft">Columns that are shown</legend>
        {columns
          .filter((column) => column.exportOnly !== true)
          .map((column, index) => (
            <label
              key={column.id}
              className="flex min-h-8 items-center gap-2 rounded-sm px-1 hover:bg-sunken pointer-coarse:min-h-11"
            >
              <input
                type="checkbox"
                disabled={index === 0}
                checked={visibility[column.id] !== false}
                onChange={(event) => table.getColumn(column.id)?.toggleVisibility(event.target.checked)}
                className="size-4 accent-(--action)"
              />
              {column.header}
            </label>
          ))}
      </fieldset>
    </Popover>
  );
}
