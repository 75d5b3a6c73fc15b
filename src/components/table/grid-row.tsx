"use client";

import { ChevronRight } from "lucide-react";
import { type MouseEvent, memo, type ReactNode } from "react";
import type { GridColumn } from "@/components/table/grid-column";
import { classNames } from "@/components/ui/class-names";

interface GridRowProps<TRow> {
  row: TRow;
  columns: readonly GridColumn<TRow>[];
  lineKey: string;
  rowIndex: number;
  active: boolean;
  /** Under a group's head. */
  inGroup: boolean;
  /** Null when the row has nothing to unfold. */
  unfolded: boolean | null;
  onActivate: (key: string) => void;
  onOpen: ((row: TRow) => void) | undefined;
  onFold: (key: string, open: boolean) => void;
  lineRef: (key: string) => (element: HTMLElement | null) => void;
}

const ROW =
  "group h-8 outline-offset-[-2px] hover:bg-[color-mix(in_oklab,var(--surface),var(--sunken)_60%)] pointer-coarse:h-11 bg-surface";

function GridRowOf<TRow>(props: GridRowProps<TRow>) {
  const { row, columns, lineKey, rowIndex, active, inGroup, unfolded, onActivate, onOpen, onFold } = props;
  const open = (event: MouseEvent) => {
    onActivate(lineKey);
    if (event.target instanceof Element && event.target.closest("button, a") !== null) return;
    onOpen?.(row);
  };
  return (
    <tr
      ref={props.lineRef(lineKey)}
      data-grid-line=""
      tabIndex={active ? 0 : -1}
      aria-rowindex={rowIndex}
      {...(inGroup ? { "aria-level": 2 } : {})}
      {...(unfolded === null ? {} : { "aria-expanded": unfolded })}
      onFocus={() => onActivate(lineKey)}
      onClick={open}
      className={classNames(ROW, onOpen !== undefined && "cursor-pointer")}
    >
      {columns.map((column, index) => (
        <Cell key={column.id} first={index === 0} end={column.align === "end"}>
          {index === 0 && unfolded !== null && (
            <button
              type="button"
              tabIndex={-1}
              aria-label={unfolded ? "Fold" : "Unfold"}
              onClick={() => onFold(lineKey, !unfolded)}
              className="-ml-1.5 inline-flex size-6 items-center justify-center rounded-sm align-middle text-ink-soft hover:bg-sunken hover:text-ink"
            >
              <ChevronRight aria-hidden className={classNames("size-4", unfolded && "rotate-90")} />
            </button>
          )}
          {column.cell(row)}
        </Cell>
      ))}
    </tr>
  );
}

function Cell({ first, end, children }: { first: boolean; end: boolean; children: ReactNode }) {
  const classes = classNames(
    "overflow-hidden border-b border-line px-3 font-normal text-ellipsis whitespace-nowrap",
    end ? "text-right tabular-nums" : "text-left",
    first && "sticky left-0 z-10 bg-inherit",
  );
  return first ? (
    <th scope="row" className={classes}>
      {children}
    </th>
  ) : (
    <td className={classes}>{children}</td>
  );
}

/** A row of a grid; drawn again only when something of its own changes. */
export const GridRow = memo(GridRowOf) as typeof GridRowOf;
