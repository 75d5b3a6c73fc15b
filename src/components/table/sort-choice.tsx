"use client";

import type { RowData } from "@tanstack/react-table";
import { ArrowUpDown } from "lucide-react";
import type { GridColumn } from "@/components/table/grid-column";
import type { GridTable } from "@/components/table/use-grid-table";
import { Button } from "@/components/ui/button";
import { Menu, MenuChoices, MenuSeparator } from "@/components/ui/menu";

interface SortChoiceProps<TRow extends RowData> {
  table: GridTable<TRow>;
  columns: readonly GridColumn<TRow>[];
}

/** The order of the rows where there are no headers to press. */
export function SortChoice<TRow extends RowData>({ table, columns }: SortChoiceProps<TRow>) {
  const sortable = columns.filter((column) => column.exportOnly !== true);
  const [sort] = table.state.sorting;
  const current = sortable.find(({ id }) => id === sort?.id);
  return (
    <div className="relative">
      <Menu
        align="start"
        trigger={
          <Button icon={<ArrowUpDown aria-hidden className="size-4" />}>{current?.header ?? "Sort"}</Button>
        }
      >
        <div className="max-h-80 overflow-y-auto">
          <MenuChoices
            label="Direction"
            value={sort?.desc === true ? "desc" : "asc"}
            options={[
              { value: "asc", label: "Lowest first" },
              { value: "desc", label: "Highest first" },
            ]}
            onValueChange={(direction) => {
              if (sort !== undefined) table.setSorting([{ id: sort.id, desc: direction === "desc" }]);
            }}
          />
          <MenuSeparator />
          <MenuChoices
            label="Sort by"
            value={current?.id ?? ""}
            options={sortable.map(({ id, header }) => ({ value: id, label: header }))}
            onValueChange={(id) => table.setSorting([{ id, desc: sort?.desc ?? false }])}
          />
        </div>
      </Menu>
    </div>
  );
}
