"use client";

import type { RowData } from "@tanstack/react-table";
import { Download } from "lucide-react";
import type { GridColumn } from "@/components/table/grid-column";
import { csvFileName, gridCsv } from "@/components/table/grid-csv";
import type { GridTable } from "@/components/table/use-grid-table";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";

interface ExportButtonProps<TRow extends RowData> {
  gridId: string;
  table: GridTable<TRow>;
  columns: readonly GridColumn<TRow>[];
  noun: readonly [one: string, many: string];
}

/** Saves the rows that pass the filters, with every column and where each figure comes from, as CSV. */
export function ExportButton<TRow extends RowData>({
  gridId,
  table,
  columns,
  noun,
}: ExportButtonProps<TRow>) {
  const toast = useToast();
  const save = () => {
    const rows = table
      .getSortedRowModel()
      .flatRows.flatMap((row) => (row.getIsGrouped() ? [] : [row.original]));
    const url = URL.createObjectURL(new Blob([gridCsv(columns, rows)], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = csvFileName(gridId, new Date());
    link.click();
    URL.revokeObjectURL(url);
    toast({
      tone: "ok",
      title: `${rows.length} ${rows.length === 1 ? noun[0] : noun[1]} saved as CSV`,
      detail: "The file holds the amounts in clear, also while they are hidden on the page.",
    });
  };
  return (
    <Button icon={<Download aria-hidden className="size-4" />} onClick={save}>
      <span className="max-sm:sr-only">Export</span> CSV
    </Button>
  );
}
