"use client";

import type { RowData } from "@tanstack/react-table";
import { SearchX } from "lucide-react";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { CardList } from "@/components/table/card-list";
import type { GridDetail } from "@/components/table/grid-body";
import type { GridCard } from "@/components/table/grid-column";
import { gridLines } from "@/components/table/grid-lines";
import { GridTable } from "@/components/table/grid-table";
import { GridToolbar } from "@/components/table/grid-toolbar";
import { type GridTableInput, useGridTable } from "@/components/table/use-grid-table";
import { useMedia } from "@/components/table/use-media";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export interface DataGridProps<TRow extends RowData> extends GridTableInput<TRow> {
  /** Says what the grid holds; for screen readers. */
  caption: string;
  /** One and several of what the rows are: `position`, `positions`. */
  noun: readonly [one: string, many: string];
  searchLabel: string;
  /** The row as a phone shows it. */
  card: (row: TRow) => GridCard;
  /** Enter, a press or a touch on a row. */
  onOpen?: (row: TRow) => void;
  detail?: GridDetail<TRow>;
  /** More filters, such as those that are asked of the server. */
  filters?: ReactNode;
}

/**
 * The one grid of all big tables: order, search, filters, groups with subtotals, columns of one's choice, export;
 * by mouse or keyboard; a list on a phone. Keep `columns`, `stateOf`, `rowKey`, `initial` and `rows` stable.
 */
export function DataGrid<TRow extends RowData>(props: DataGridProps<TRow>) {
  const { caption, noun, searchLabel, card, onOpen, detail, filters, columns, rows, stateOf, gridId } = props;
  const table = useGridTable(props);
  const narrow = useMedia("(width < 40rem)");
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const unfold = useCallback((rowId: string, open: boolean) => {
    setUnfolded((now) => {
      const next = new Set(now);
      if (open) next.add(rowId);
      else next.delete(rowId);
      return next;
    });
  }, []);
  const model = table.getRowModel();
  const filtered = table.getFilteredRowModel();
  const lines = useMemo(() => gridLines(model.rows, unfolded), [model, unfolded]);
  const filteredRows = useMemo(() => filtered.rows.map((row) => row.original), [filtered]);
  return (
    <div className="rounded-md border border-line bg-surface">
      <GridToolbar
        gridId={gridId}
        table={table}
        columns={columns}
        noun={noun}
        searchLabel={searchLabel}
        narrow={narrow}
        shownCount={filteredRows.length}
        totalCount={rows.length}
      >
        {filters}
      </GridToolbar>
      {filteredRows.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title={`No ${noun[0]} matches`}
          action={<Button onClick={() => table.resetColumnFilters(true)}>Clear filters</Button>}
        >
          None of the {noun[1]} passes the search and the filters above.
        </EmptyState>
      ) : narrow ? (
        <CardList
          caption={caption}
          columns={columns}
          lines={lines}
          stateOf={stateOf}
          card={card}
          onOpen={onOpen}
        />
      ) : (
        <GridTable
          caption={caption}
          table={table}
          allColumns={columns}
          lines={lines}
          filteredRows={filteredRows}
          stateOf={stateOf}
          onOpen={onOpen}
          detail={detail}
          unfolded={unfolded}
          onUnfold={unfold}
        />
      )}
    </div>
  );
}
