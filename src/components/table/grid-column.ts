import type { ReactNode } from "react";

/** How far a figure can be relied on. */
export type FigureState = "fresh" | "stale" | "failed";

/** A column of a data grid. */
export interface GridColumn<TRow> {
  readonly id: string;
  readonly header: string;
  /** How values compare: words (days and times in ISO 8601 too), or decimal numbers of any size. */
  readonly sorts: "text" | "decimal";
  /** What is sorted, searched, grouped and exported; null when it is not known. */
  readonly value: (row: TRow) => string | null;
  /** What the cell shows. */
  readonly cell: (row: TRow) => ReactNode;
  readonly widthPx: number;
  readonly align?: "end";
  /** Its values can be picked in a filter of their own. */
  readonly facet?: boolean;
  /** Rows can be put together by its values. */
  readonly groups?: boolean;
  /** Says a value in words for filters, groups and the export. */
  readonly label?: (value: string) => string;
  /** Dollars that add up: the subtotals of groups and the total show them. */
  readonly sums?: "amount" | "change";
  /** Left out until the person chooses it. */
  readonly hiddenAtFirst?: boolean;
  /** Stands in the export only, such as where a figure comes from. */
  readonly exportOnly?: boolean;
}

/** A row as a phone shows it: two lines, figures at the right. */
export interface GridCard {
  readonly title: ReactNode;
  readonly subtitle: ReactNode;
  readonly figure: ReactNode;
  readonly subfigure: ReactNode;
}

/** What a value is called: its label, or the value itself; empty for what is not known. */
export function labelOf<TRow>(column: GridColumn<TRow>, value: string | null | undefined): string {
  if (value === null || value === undefined) return "";
  return column.label?.(value) ?? value;
}
