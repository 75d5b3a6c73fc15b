"use client";

import type { RowData } from "@tanstack/react-table";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import type { FigureState, GridCard, GridColumn } from "@/components/table/grid-column";
import { groupTitle } from "@/components/table/grid-group-row";
import { type GridLine, type GridRowModel, rowsOfGroup } from "@/components/table/grid-lines";
import { subtotalOf } from "@/components/table/subtotal";
import { SubtotalFigure } from "@/components/table/subtotal-figure";
import { classNames } from "@/components/ui/class-names";
import { FRESHNESS_LOOKS, StatusBadge } from "@/components/ui/status-badge";

const CARD_PX = 64;
const GROUP_PX = 44;

interface CardListProps<TRow extends RowData> {
  caption: string;
  columns: readonly GridColumn<TRow>[];
  lines: readonly GridLine<TRow>[];
  stateOf: (row: TRow) => FigureState;
  card: (row: TRow) => GridCard;
  onOpen: ((row: TRow) => void) | undefined;
}

/** The rows of a grid on a phone: two lines each, opened by a touch; drawn only where they are looked at. */
export function CardList<TRow extends RowData>(props: CardListProps<TRow>) {
  const { caption, columns, lines, stateOf, card, onOpen } = props;
  const list = useRef<HTMLUListElement>(null);
  const [topPx, setTopPx] = useState(0);
  useLayoutEffect(() => {
    setTopPx((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
  }, []);
  const shown = lines.filter((line) => line.kind !== "detail");
  const virtual = useWindowVirtualizer({
    count: shown.length,
    estimateSize: (index) => (shown[index]?.kind === "group" ? GROUP_PX : CARD_PX),
    getItemKey: (index) => shown[index]?.key ?? index,
    overscan: 8,
    scrollMargin: topPx,
  });
  return (
    <ul ref={list} aria-label={caption} className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const line = shown[item.index];
        if (line === undefined) return null;
        return (
          <li
            key={line.key}
            aria-setsize={shown.length}
            aria-posinset={item.index + 1}
            className="absolute inset-x-0 top-0 border-b border-line"
            style={{ height: item.size, transform: `translateY(${item.start - topPx}px)` }}
          >
            {line.kind === "group" ? (
              <GroupHead group={line.row} columns={columns} stateOf={stateOf} />
            ) : (
              <Card card={card(line.row.original)} onOpen={onOpen && (() => onOpen(line.row.original))} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Card({ card, onOpen }: { card: GridCard; onOpen: (() => void) | undefined }) {
  const content = (
    <>
      <Pair top={card.title} bottom={card.subtitle} className="min-w-0 flex-1 text-left" />
      <Pair top={card.figure} bottom={card.subfigure} className="shrink-0 text-right tabular-nums" />
    </>
  );
  const classes = "flex h-full w-full items-center gap-3 px-4";
  return onOpen === undefined ? (
    <div className={classes}>{content}</div>
  ) : (
    <button type="button" onClick={onOpen} className={classNames(classes, "-outline-offset-2")}>
      {content}
    </button>
  );
}

function Pair({ top, bottom, className }: { top: ReactNode; bottom: ReactNode; className: string }) {
  return (
    <span className={classNames("flex flex-col gap-0.5", className)}>
      <span className="truncate font-medium">{top}</span>
      <span className="truncate text-13 text-ink-soft">{bottom}</span>
    </span>
  );
}

interface GroupHeadProps<TRow extends RowData> {
  group: GridRowModel<TRow>;
  columns: readonly GridColumn<TRow>[];
  stateOf: (row: TRow) => FigureState;
}

function GroupHead<TRow extends RowData>({ group, columns, stateOf }: GroupHeadProps<TRow>) {
  const rows = rowsOfGroup(group);
  const stale = rows.filter((row) => stateOf(row) !== "fresh").length;
  const sum = columns.find((column) => column.sums !== undefined);
  return (
    <button
      type="button"
      aria-expanded={group.getIsExpanded()}
      onClick={() => group.toggleExpanded()}
      className="flex h-full w-full items-center gap-2 bg-sunken px-4 text-13 font-medium -outline-offset-2"
    >
      <ChevronRight aria-hidden className={classNames("size-4", group.getIsExpanded() && "rotate-90")} />
      <span className="truncate">{groupTitle(group, columns)}</span>
      <span className="font-normal text-ink-soft">{rows.length}</span>
      {stale > 0 && <StatusBadge look={FRESHNESS_LOOKS.stale} word={`${stale} stale`} plain />}
      {sum !== undefined && (
        <span className="ml-auto">
          <SubtotalFigure total={subtotalOf(rows, sum.value, stateOf)} change={sum.sums === "change"} />
        </span>
      )}
    </button>
  );
}
