"use client";

import type { RowData } from "@tanstack/react-table";
import { ChevronDown } from "lucide-react";
import { type GridColumn, labelOf } from "@/components/table/grid-column";
import { compareWords } from "@/components/table/grid-features";
import type { GridTable } from "@/components/table/use-grid-table";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";

interface FacetFilterProps<TRow extends RowData> {
  table: GridTable<TRow>;
  column: GridColumn<TRow>;
}

/** Picks rows by the values of one column, each with how many rows have it. */
export function FacetFilter<TRow extends RowData>({ table, column }: FacetFilterProps<TRow>) {
  const own = table.getColumn(column.id);
  const value = own?.getFilterValue();
  const chosen: readonly string[] = Array.isArray(value) ? value.map(String) : [];
  const counts = own?.getFacetedUniqueValues() ?? new Map<unknown, number>();
  const options = [...counts]
    .map(([key, count]) => {
      const text = typeof key === "string" ? key : "";
      return { value: text, label: labelOf(column, text) || "Not given", count };
    })
    .sort((a, b) => compareWords(a.value, b.value));
  if (options.length < 2 && chosen.length === 0) return null;
  const toggle = (option: string) =>
    own?.setFilterValue(
      chosen.includes(option) ? chosen.filter((other) => other !== option) : [...chosen, option],
    );
  const words = chosen.map((option) => labelOf(column, option) || "Not given").join(", ");
  return (
    <Popover
      label={`Filter by ${column.header.toLowerCase()}`}
      trigger={
        <Button tone={chosen.length === 0 ? "secondary" : "chosen"}>
          <span>{column.header}</span>
          {chosen.length > 0 && <span className="max-w-32 truncate font-normal">{words}</span>}
          <ChevronDown aria-hidden className="size-4 text-ink-soft" />
        </Button>
      }
    >
      <fieldset className="flex max-h-80 flex-col overflow-y-auto">
        <legend className="sr-only">{column.header}</legend>
        {options.map((option) => (
          <label
            key={option.value}
            className="flex min-h-8 items-center gap-2 rounded-sm px-1 hover:bg-sunken pointer-coarse:min-h-11"
          >
            <input
              type="checkbox"
              checked={chosen.includes(option.value)}
              onChange={() => toggle(option.value)}
              className="size-4 accent-(--action)"
            />
            <span className="flex-1 truncate">{option.label}</span>
            <span className="text-13 text-ink-soft tabular-nums">{option.count}</span>
          </label>
        ))}
      </fieldset>
    </Popover>
  );
}
