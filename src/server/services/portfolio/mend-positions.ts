import { keepLastRows } from "@/server/services/portfolio/keep-last-rows";
import type { OptionPosition, Position, ReadingPart, StockPosition } from "@/shared/schemas/trading";

/**
 * Positions with what failed parts of a reading did not give taken from the last one that did: whole holdings, names,
 * contract terms or prices. What is not known from before stays missing.
 */
export function mendPositions(
  rows: readonly Position[],
  known: readonly Position[],
  failed: ReadonlySet<ReadingPart>,
): Position[] {
  if (failed.size === 0) {
    return [...rows];
  }
  const before = new Map(known.map((position) => [keyOf(position), position]));
  const mended = rows.map((row) => {
    const last = before.get(keyOf(row));
    if (row.kind === "stock") {
      return last?.kind === "stock" ? mendStock(row, last, failed) : row;
    }
    return last?.kind === "option" ? mendOption(row, last, failed) : row;
  });
  return keepLastRows(mended, known, keyOf, (position) => isLost(position, failed));
}

function mendStock(row: StockPosition, last: StockPosition, failed: ReadonlySet<ReadingPart>): StockPosition {
  return {
    ...row,
    name: failed.has("instruments") ? (row.name ?? last.name) : row.name,
    quote: failed.has("stock_prices") ? (row.quote ?? last.quote) : row.quote,
  };
}

function mendOption(
  row: OptionPosition,
  last: OptionPosition,
  failed: ReadonlySet<ReadingPart>,
): OptionPosition {
  return {
    ...row,
    option: failed.has("contracts") ? (row.option ?? last.option) : row.option,
    quote: failed.has("option_prices") ? (row.quote ?? last.quote) : row.quote,
    underlyingQuote: failed.has("stock_prices")
      ? (row.underlyingQuote ?? last.underlyingQuote)
      : row.underlyingQuote,
  };
}

/** Whether a position may be absent only because the part that names it failed: a stock has its symbol from there. */
function isLost({ kind }: Position, failed: ReadonlySet<ReadingPart>): boolean {
  return kind === "stock"
    ? failed.has("stock_holdings") || failed.has("instruments")
    : failed.has("option_holdings");
}

function keyOf(position: Position): string {
  const what = position.kind === "stock" ? position.symbol : position.contractId;
  return `${position.accountNumber} ${position.kind} ${what}`;
}
