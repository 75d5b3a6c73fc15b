"use client";

import type { RowData } from "@tanstack/react-table";
import { type ReactNode, useState } from "react";
import { FiguresFrame } from "@/components/accounts/figures-frame";
import { ReadingStrip, type ReadingStripProps } from "@/components/accounts/reading-strip";
import { DataGrid, type DataGridProps } from "@/components/table/data-grid";
import { RowDrawer } from "@/components/table/row-drawer";
import { Card } from "@/components/ui/card";
import { TableSkeleton } from "@/components/ui/table-skeleton";

/** What of a grid stays the same from one reading to the next. */
export type GridPlan<TRow extends RowData> = Omit<DataGridProps<TRow>, "onOpen" | "rows" | "filters">;

interface ReadingGridProps<TRow extends RowData> {
  title: string;
  description: string;
  readings: ReadingStripProps["readings"];
  busy: boolean;
  refresh: () => void;
  nameOf: ReadingStripProps["nameOf"];
  grid: Omit<DataGridProps<TRow>, "onOpen">;
  /** What a source that was read and holds nothing is told as. */
  empty: ReactNode;
  /** Between the sources and the grid. */
  above?: ReactNode;
  /** Below the grid. */
  beneath?: ReactNode;
  /** More of an open row under its figures. */
  drawer?: (row: TRow) => ReactNode;
}

/** A page with one grid over all connections: the sources, then rows, or what stands there without any. */
export function ReadingGrid<TRow extends RowData & { readonly title: string }>(
  props: ReadingGridProps<TRow>,
) {
  const { title, description, readings, busy, refresh, nameOf, grid, above, beneath, drawer } = props;
  const [opened, setOpened] = useState<TRow | null>(null);
  return (
    <>
      <FiguresFrame title={title} description={description} busy={busy} onRefresh={refresh}>
        <ReadingStrip readings={readings} nameOf={nameOf} onRetry={refresh} />
        {above}
        {grid.rows.length > 0 ? <DataGrid {...grid} onOpen={setOpened} /> : <WithoutRows {...props} />}
        {beneath}
      </FiguresFrame>
      <RowDrawer
        row={opened}
        title={(row) => row.title}
        columns={grid.columns}
        onClose={() => setOpened(null)}
      >
        {(row) => drawer?.(row)}
      </RowDrawer>
    </>
  );
}

/** A filter that is asked of the server stays within reach: it may be why there are no rows. */
function WithoutRows<TRow extends RowData>({ readings, grid, empty }: ReadingGridProps<TRow>) {
  const loading = readings.some((reading) => reading.loading);
  const anyRead = readings.some((reading) => reading.view !== undefined);
  const { filters } = grid;
  if (!loading && !anyRead && filters === undefined) return null;
  return (
    <Card>
      {filters !== undefined && (
        <div className="px-4 py-2 not-last:border-b not-last:border-line">{filters}</div>
      )}
      {loading ? <TableSkeleton label={`Reading ${grid.noun[1]}`} rows={10} /> : anyRead && empty}
    </Card>
  );
}
