import { Exact } from "@/components/table/exact-decimal";
import type { FigureState } from "@/components/table/grid-column";

/** A sum over rows, and what it rests on. */
export interface Subtotal {
  /** Exact sum of the known values; null when none is known. */
  readonly sum: string | null;
  /** The part of the sum that comes from stale rows; null when there is none. */
  readonly staleSum: string | null;
  readonly rows: number;
  /** Rows that are in the sum with an old figure. */
  readonly staleRows: number;
  /** Rows that are not in the sum, since their figure is not known. */
  readonly unknownRows: number;
}

/**
 * Adds up one figure over rows and says how much of it is stale. What is not known counts as missing, never as
 * zero; a failed row that still has a figure counts as stale, since the figure is an old one.
 */
export function subtotalOf<TRow>(
  rows: readonly TRow[],
  value: (row: TRow) => string | null,
  stateOf: (row: TRow) => FigureState,
): Subtotal {
  let sum = new Exact(0);
  let staleSum = new Exact(0);
  let staleRows = 0;
  let unknownRows = 0;
  for (const row of rows) {
    const text = value(row);
    if (text === null) {
      unknownRows += 1;
      continue;
    }
    sum = sum.plus(text);
    if (stateOf(row) === "fresh") continue;
    staleSum = staleSum.plus(text);
    staleRows += 1;
  }
  return {
    sum: unknownRows === rows.length ? null : sum.toFixed(),
    staleSum: staleRows === 0 ? null : staleSum.toFixed(),
    rows: rows.length,
    staleRows,
    unknownRows,
  };
}
