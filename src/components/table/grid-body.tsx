"use client";

import type { RowData } from "@tanstack/react-table";
import type { VirtualItem } from "@tanstack/react-virtual";
import type { ReactNode } from "react";
import type { FigureState, GridColumn } from "@/components/table/grid-column";
import { GridGroupRow } from "@/components/table/grid-group-row";
import type { GridLine } from "@/components/table/grid-lines";
import { GridRow } from "@/components/table/grid-row";

/** What a row shows under itself when it is unfolded. */
export interface GridDetail<TRow> {
  /** Null for a row that has nothing to unfold. */
  readonly heightPx: (row: TRow) => number | null;
  readonly render: (row: TRow) => ReactNode;
}

interface GridBodyProps<TRow extends RowData> {
  /** The lines that are drawn. */
  items: readonly VirtualItem[];
  totalPx: number;
  lines: readonly GridLine<TRow>[];
  columns: readonly GridColumn<TRow>[];
  allColumns: readonly GridColumn<TRow>[];
  stateOf: (row: TRow) => FigureState;
  activeKey: string | null;
  onActivate: (key: string) => void;
  onFold: (key: string, open: boolean) => void;
  onOpen: ((row: TRow) => void) | undefined;
  lineRef: (key: string) => (element: HTMLElement | null) => void;
  detail: GridDetail<TRow> | undefined;
  unfolded: ReadonlySet<string>;
}

/** The lines that are looked at, with the room of all others kept. */
export function GridBody<TRow extends RowData>(props: GridBodyProps<TRow>) {
  const { items, totalPx, lines, columns, allColumns, stateOf, activeKey, onOpen, detail, unfolded } = props;
  let drawnToPx = 0;
  return (
    <tbody>
      {/* One flat list: in lists of lists a row that moves would be made anew, and lose the focus. */}
      {items.flatMap((item) => {
        const line = lines[item.index];
        if (line === undefined) return [];
        const gapPx = item.start - drawnToPx;
        drawnToPx = item.end;
        const shared = {
          columns,
          rowIndex: item.index + 2,
          active: line.key === activeKey,
          onActivate: props.onActivate,
          onFold: props.onFold,
          lineRef: props.lineRef,
        };
        const canUnfold = line.kind === "row" && (detail?.heightPx(line.row.original) ?? null) !== null;
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
              unfolded={canUnfold ? unfolded.has(line.key) : null}
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
      {totalPx > drawnToPx && <Gap heightPx={totalPx - drawnToPx} span={columns.length} />}
    </tbody>
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
