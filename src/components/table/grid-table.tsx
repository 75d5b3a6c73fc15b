"use client";

import type { RowData } from "@tanstack/react-table";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useMemo, useRef } from "react";
import { GridBody, type GridDetail } from "@/components/table/grid-body";
import type { FigureState, GridColumn } from "@/components/table/grid-column";
import { GridHeader } from "@/components/table/grid-header";
import type { GridLine } from "@/components/table/grid-lines";
import { GridTotalRow } from "@/components/table/grid-total-row";
import { useGridKeys } from "@/components/table/use-grid-keys";
import type { GridTable as Table } from "@/components/table/use-grid-table";
import { useMedia } from "@/components/table/use-media";

interface GridTableProps<TRow extends RowData> {
  caption: string;
  table: Table<TRow>;
  allColumns: readonly GridColumn<TRow>[];
  lines: readonly GridLine<TRow>[];
  filteredRows: readonly TRow[];
  stateOf: (row: TRow) => FigureState;
  onOpen: ((row: TRow) => void) | undefined;
  detail: GridDetail<TRow> | undefined;
  unfolded: ReadonlySet<string>;
  onUnfold: (rowId: string, open: boolean) => void;
}

const OVERSCAN = 10;

/** A grid whose lines are drawn only where they are looked at; the keyboard moves along its lines. */
export function GridTable<TRow extends RowData>(props: GridTableProps<TRow>) {
  const { caption, table, allColumns, lines, filteredRows, stateOf, onOpen, detail, unfolded, onUnfold } =
    props;
  const scroller = useRef<HTMLDivElement>(null);
  const lineHeightPx = useMedia("(pointer: coarse)") ? 44 : 32;
  const visibility = table.state.columnVisibility;
  const columns = useMemo(
    () => allColumns.filter((column) => column.exportOnly !== true && visibility[column.id] !== false),
    [allColumns, visibility],
  );
  const focusable = useMemo(
    () => lines.filter((line) => line.kind !== "detail").map(({ key }) => key),
    [lines],
  );
  const indexOf = useMemo(() => new Map(lines.map((line, index) => [line.key, index])), [lines]);
  const fold = useCallback(
    (key: string, open: boolean) => {
      const row = table.getRow(key);
      if (row.getIsGrouped()) row.toggleExpanded(open);
      else onUnfold(key, open);
    },
    [table, onUnfold],
  );
  const keys = useGridKeys({
    lineKeys: focusable,
    pageSize: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / lineHeightPx) - 2),
    reveal: (key) => virtual.scrollToIndex(indexOf.get(key) ?? 0, { align: "auto" }),
    onEnter: (key) => {
      const row = table.getRow(key);
      if (row.getIsGrouped()) row.toggleExpanded();
      else onOpen?.(row.original);
    },
    onFold: (key, open) => {
      const row = table.getRow(key);
      const canFold = row.getIsGrouped() || (detail?.heightPx(row.original) ?? null) !== null;
      if (canFold) fold(key, open);
      return canFold;
    },
  });
  const activeIndex = keys.activeKey === null ? undefined : indexOf.get(keys.activeKey);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const line = lines[index];
      return line?.kind === "detail" ? (detail?.heightPx(line.row.original) ?? lineHeightPx) : lineHeightPx;
    },
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: OVERSCAN,
    scrollPaddingStart: lineHeightPx,
    scrollPaddingEnd: 36,
    // The line that has the focus stays drawn, or the keyboard would lose its place.
    rangeExtractor: (range) => {
      const drawn = defaultRangeExtractor(range);
      if (activeIndex === undefined || drawn.includes(activeIndex)) return drawn;
      return [...drawn, activeIndex].sort((a, b) => a - b);
    },
  });
  const isTree = table.state.grouping.length > 0 || detail !== undefined;
  return (
    <div
      ref={scroller}
      className="relative max-h-[max(20rem,calc(100dvh-15rem))] overflow-auto overscroll-x-contain rounded-b-md"
    >
      <table
        role={isTree ? "treegrid" : "grid"}
        aria-label={caption}
        aria-rowcount={lines.length + 1}
        aria-colcount={columns.length}
        onKeyDown={keys.onKeyDown}
        className="w-full table-fixed border-separate border-spacing-0 text-13"
        style={{ minWidth: columns.reduce((sum, column) => sum + column.widthPx, 0) }}
      >
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={{ width: column.widthPx }} />
          ))}
        </colgroup>
        <GridHeader table={table} columns={columns} />
        <GridBody
          items={virtual.getVirtualItems()}
          totalPx={virtual.getTotalSize()}
          lines={lines}
          columns={columns}
          allColumns={allColumns}
          stateOf={stateOf}
          activeKey={keys.activeKey}
          onActivate={keys.activate}
          onFold={fold}
          onOpen={onOpen}
          lineRef={keys.lineRef}
          detail={detail}
          unfolded={unfolded}
        />
        <GridTotalRow rows={filteredRows} columns={columns} stateOf={stateOf} />
      </table>
    </div>
  );
}
