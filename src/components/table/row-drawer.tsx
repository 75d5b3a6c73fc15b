"use client";

import type { ReactNode } from "react";
import type { GridColumn } from "@/components/table/grid-column";
import { Dialog } from "@/components/ui/dialog";

interface RowDrawerProps<TRow> {
  /** The row that is open; null when none is. */
  row: TRow | null;
  title: (row: TRow) => string;
  columns: readonly GridColumn<TRow>[];
  onClose: () => void;
  /** More of the row under its figures. */
  children?: (row: TRow) => ReactNode;
}

/** Everything that is known of one row, with where it comes from. */
export function RowDrawer<TRow>({ row, title, columns, onClose, children }: RowDrawerProps<TRow>) {
  return (
    <Dialog
      open={row !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={row === null ? "" : title(row)}
      form="drawer"
    >
      {row !== null && (
        <>
          <dl>
            {columns.map((column) => (
              <div
                key={column.id}
                className="flex min-h-9 items-center justify-between gap-6 border-b border-line py-1.5 last:border-b-0"
              >
                <dt className="shrink-0 text-13 text-ink-soft">{column.header}</dt>
                <dd className="min-w-0 text-right break-words">{column.cell(row)}</dd>
              </div>
            ))}
          </dl>
          {children?.(row)}
        </>
      )}
    </Dialog>
  );
}
