import type { FigureState } from "@/components/table/grid-column";
import type { PartProvenance, ReadingPart } from "@/shared/schemas/trading";

/** What each part of a reading is called. */
export const PART_WORDS: Record<ReadingPart, string> = {
  summary: "Balances",
  stock_holdings: "Shares held",
  option_holdings: "Options held",
  instruments: "Names of shares",
  contracts: "Option contracts",
  stock_prices: "Share prices",
  option_prices: "Option prices",
  stock_orders: "Share orders",
  option_orders: "Option orders",
  option_events: "Assignments and expirations",
  dividends: "Dividends",
  splits: "Splits",
  contract_changes: "Contract changes",
  dividend_dates: "Ex-dividend dates",
};

const RANK: Record<FigureState, number> = { fresh: 0, stale: 1, failed: 2 };

/** The least reliable of some states; fresh when there is none. */
export function worstState(states: readonly FigureState[]): FigureState {
  return states.reduce<FigureState>((worst, state) => (RANK[state] > RANK[worst] ? state : worst), "fresh");
}

/** The time of the oldest reading among the parts; null when one of them was never read, or there is none. */
export function oldestReading(parts: readonly Pick<PartProvenance, "asOf">[]): string | null {
  let oldest: string | null = null;
  for (const { asOf } of parts) {
    if (asOf === null) return null;
    if (oldest === null || asOf < oldest) oldest = asOf;
  }
  return oldest;
}

/** One part of a reading by its name. */
export function partOf(parts: readonly PartProvenance[], part: ReadingPart): PartProvenance | undefined {
  return parts.find((candidate) => candidate.part === part);
}
