"use client";

import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

export interface DataColumn<TRow> {
  key: string;
  header: ReactNode;
  render: (row: TRow) => ReactNode;
  /** `end` for numbers. */
  align?: "start" | "end";
  /** Class for the column's width on a desk, such as `w-40`. */
  width?: string;
  /** On a phone: `title` leads the row, a `corner` button or a `mark` in words stands at its right, `hidden` is left out, otherwise header and value side by side. */
  phone?: "title" | "field" | "corner" | "mark" | "hidden";
}

interface DataTableProps<TRow> {
  /** Says what the table holds; for screen readers. */
  caption: string;
  columns: readonly DataColumn<TRow>[];
  rows: readonly TRow[];
  rowKey: (row: TRow) => string;
  /** Marks a row, such as the one whose details are open. */
  isSelected?: (row: TRow) => boolean;
}

const CELL_PHONE = {
  title: "max-sm:order-first max-sm:pb-1 max-sm:font-medium",
  field:
    "max-sm:flex max-sm:justify-between max-sm:gap-4 max-sm:text-right max-sm:before:shrink-0 max-sm:before:text-ink-soft max-sm:before:content-[attr(data-label)]",
  corner: "max-sm:absolute max-sm:top-2 max-sm:right-3",
  mark: "max-sm:absolute max-sm:top-3 max-sm:right-4",
  hidden: "max-sm:hidden",
} as const;

/** Rows of 32 pixels under a header that stays; at a phone's width each row becomes a small list. */
export function DataTable<TRow>({ caption, columns, rows, rowKey, isSelected }: DataTableProps<TRow>) {
  return (
    <table className="w-full text-13 max-sm:block">
      <caption className="sr-only">{caption}</caption>
      <thead className="sticky top-12 z-10 max-sm:sr-only">
        <tr>
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              className={classNames(
                "h-8 border-b border-line bg-surface px-3 text-12 font-medium whitespace-nowrap text-ink-soft first:pl-4 last:pr-4",
                column.align === "end" ? "text-right" : "text-left",
                column.width,
              )}
            >
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            className={classNames(
              "border-b border-line last:border-b-0 max-sm:relative max-sm:flex max-sm:flex-col max-sm:px-4 max-sm:py-3",
              isSelected?.(row) === true ? "bg-action-wash" : "hover:bg-sunken/60",
            )}
          >
            {columns.map((column) => (
              <td
                key={column.key}
                data-label={typeof column.header === "string" ? column.header : undefined}
                className={classNames(
                  "h-8 px-3 py-1 first:pl-4 last:pr-4 max-sm:h-auto max-sm:min-h-7 max-sm:px-0 max-sm:py-0.5 max-sm:first:pl-0 max-sm:last:pr-0",
                  column.align === "end" && "sm:text-right",
                  CELL_PHONE[column.phone ?? "field"],
                )}
              >
                {column.render(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
