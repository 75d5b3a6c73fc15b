"use client";

import type { RowData } from "@tanstack/react-table";
import { ChevronRight } from "lucide-react";
import { type FigureState, type GridColumn, labelOf } from "@/components/table/grid-column";
import { type GridRowModel, rowsOfGroup } from "@/components/table/grid-lines";
import { subtotalOf } from "@/components/table/subtotal";
import { SubtotalFigure } from "@/components/table/subtotal-figure";
import { classNames } from "@/components/ui/class-names";
import { FRESHNESS_LOOKS, StatusBadge } from "@/components/ui/status-badge";

interface GridGroupRowProps<TRow extends RowData> {
  group: GridRowModel<TRow>;
  columns: readonly GridColumn<TRow>[];
  /** All columns, shown or not: the group's own may be hidden. */
  allColumns: readonly GridColumn<TRow>[];
  stateOf: (row: TRow) => FigureState;
  rowIndex: number;
  active: boolean;
  onActivate: (key: string) => void;
  onFold: (key: string, open: boolean) => void;
  lineRef: (key: string) => (element: HTMLElement | null) => void;
}

/** What a group is called, and how much of it is stale. */
export function groupTitle<TRow extends RowData>(
  group: GridRowModel<TRow>,
  columns: readonly GridColumn<TRow>[],
): string {
  const column = columns.find(({ id }) => id === group.groupingColumnId);
  const value = typeof group.groupingValue === "string" ? group.groupingValue : null;
  const label = column === undefined ? "" : labelOf(column, value);
  return label === "" ? `No ${column?.header.toLowerCase() ?? "value"}` : label;
}

/** The head of a group with its subtotals. */
export function GridGroupRow<TRow extends RowData>(props: GridGroupRowProps<TRow>) {
  const { group, columns, allColumns, stateOf, rowIndex, active, onActivate, onFold, lineRef } = props;
  const rows = rowsOfGroup(group);
  const stale = rows.filter((row) => stateOf(row) !== "fresh").length;
  const expanded = group.getIsExpanded();
  const firstSum = columns.findIndex((column, index) => index > 0 && column.sums !== undefined);
  const titleSpan = firstSum === -1 ? columns.length : firstSum;
  return (
    <tr
      ref={lineRef(group.id)}
      data-grid-line=""
      tabIndex={active ? 0 : -1}
      aria-rowindex={rowIndex}
      aria-level={1}
      aria-expanded={expanded}
      onFocus={() => onActivate(group.id)}
      onClick={() => onFold(group.id, !expanded)}
      className="h-8 cursor-pointer bg-sunken font-medium outline-offset-[-2px] pointer-coarse:h-11"
    >
      <th
        scope="row"
        colSpan={titleSpan}
        className="border-b border-line px-3 text-left font-medium whitespace-nowrap"
      >
        <span className="sticky left-3 inline-flex items-center gap-2">
          <ChevronRight aria-hidden className={classNames("-ml-1 size-4", expanded && "rotate-90")} />
          {groupTitle(group, allColumns)}
          <span className="font-normal text-ink-soft">{rows.length}</span>
          {stale > 0 && (
            <StatusBadge look={FRESHNESS_LOOKS.stale} word={`${stale} of ${rows.length} stale`} plain />
          )}
        </span>
      </th>
      {columns.slice(titleSpan).map((column) => (
        <td key={column.id} className="border-b border-line px-3 text-right whitespace-nowrap">
          {column.sums !== undefined && (
            <SubtotalFigure
              total={subtotalOf(rows, column.value, stateOf)}
              change={column.sums === "change"}
            />
          )}
        </td>
      ))}
    </tr>
  );
}
