import Papa from "papaparse";
import { type GridColumn, labelOf } from "@/components/table/grid-column";

/**
 * What a spreadsheet would take for a formula: a cell that begins with `=`, `+`, `-`, `@` (their wide forms
 * too), a tab or a line break, unless it is a plain negative number (OWASP, CSV injection).
 */
const FORMULA = /^(?!-\d+(?:\.\d+)?$)[=+\-@＝＋－＠\t\r\n]/;

/** Tells spreadsheets that the text is UTF-8; without it the dots of masked numbers come out wrong. */
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Rows as CSV (RFC 4180) that is safe to open in a spreadsheet. Decimals stand as the broker's exact text, what
 * is not known is empty, and texts that look like formulas are led by an apostrophe.
 */
export function gridCsv<TRow>(columns: readonly GridColumn<TRow>[], rows: readonly TRow[]): string {
  const text = Papa.unparse(
    {
      fields: columns.map((column) => column.header),
      data: rows.map((row) => columns.map((column) => labelOf(column, column.value(row)))),
    },
    { escapeFormulae: FORMULA, newline: "\r\n" },
  );
  return BYTE_ORDER_MARK + text;
}

/** `wheelhouse-positions-2026-11-22.csv`: what it holds, and the reader's day. */
export function csvFileName(gridId: string, now: Date): string {
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
  return `wheelhouse-${gridId}-${day}.csv`;
}
