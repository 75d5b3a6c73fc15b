"use client";

import type { RowData } from "@tanstack/react-table";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useCallback, useMemo, useRef } from "react";
import type { FigureState, GridColumn } from "@/components/table/grid-column";
import { GridGroupRow } from "@/components/table/grid-group-row";
import { GridHeader } from "@/components/table/grid-header";
import type { GridLine } from "@/components/table/grid-lines";
import { GridRow } from "@/components/table/grid-row";
import { GridTotalRow } from "@/components/table/grid-total-row";
import { useGridKeys } from "@/components/table/use-grid-keys";
import type { GridTable as Table } from "@/components/table/use-grid-table";
import { useMedia } from "@/components/table/use-media";

/** What a row shows under itself when it is unfolded. */
export interface GridDetail<TRow> {
  /** Null for a row that has nothing to unfold. */
  readonly heightPx: (row: TRow) => number | null;
  readonly render: (row: TRow) => ReactNode;
}

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
  const items = virtual.getVirtualItems();
  const isTree = table.state.grouping.length > 0 || detail !== undefined;
  let drawnTo = 0;
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
        <tbody>
          {items.map((item) => {
            const line = lines[item.index];
            if (line === undefined) return null;
            const gapPx = item.start - drawnTo;
            drawnTo = item.end;
            const shared = {
              columns,
              rowIndex: item.index + 2,
              active: line.key === keys.activeKey,
              onActivate: keys.activate,
              onFold: fold,
              lineRef: keys.lineRef,
            };
            return [
              gapPx > 0 && <Gap key={`gap-${line.key}`} heightPx={gapPx} span={columns.length} />,
              line.kind === "group" ? (
                <GridGroupRow
                  key={line.key}
                  {...shared}
                  group={line.row}
                  allColumns={allColumns}
                  stateOf={stateOf}
                />
              ) : line.kind === "row" ? (
                <GridRow
                  key={line.key}
                  {...shared}
                  row={line.row.original}
                  lineKey={line.key}
                  inGroup={line.row.depth > 0}
                  onOpen={onOpen}
                  unfolded={
                    (detail?.heightPx(line.row.original) ?? null) === null ? null : unfolded.has(line.key)
                  }
                />
              ) : (
                <tr key={line.key} aria-rowindex={item.index + 2} style={{ height: item.size }}>
                  <td colSpan={columns.length} className="border-b border-line bg-canvas p-0 align-top">
                    {detail?.render(line.row.original)}
                  </td>
                </tr>
              ),
            ];
          })}
          {virtual.getTotalSize() > drawnTo && (
            <Gap heightPx={virtual.getTotalSize() - drawnTo} span={columns.length} />
          )}
        </tbody>
        <GridTotalRow rows={filteredRows} columns={columns} stateOf={stateOf} />
      </table>
    </div>
  );
}

/** The room of lines that are not drawn. */
function Gap({ heightPx, span }: { heightPx: number; span: number }) {
  return (
    <tr aria-hidden style={{ height: heightPx }}>
      <td colSpan={span} className="p-0" />
    </tr>
  );
}
