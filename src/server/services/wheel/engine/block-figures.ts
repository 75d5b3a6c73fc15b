import type { CycleLedger } from "@/server/services/wheel/engine/ledger";
import type { Blocked } from "@/shared/schemas/wheel";

/** Names of figures in `blocked`; those that cannot be null in a view hold the part that is known. */
export type Figure =
  | "state"
  | "shares"
  | "shorts"
  | "premium"
  | "fees"
  | "shareProfit"
  | "realisedProfit"
  | "openProfit"
  | "taxBasis"
  | "effectiveBasis"
  | "breakEven"
  | "collateral"
  | "annualised";

type Missing = Blocked["missing"];

/** Notes that figures of a cycle can't be told; of several events with the same gap the first is named. */
export function blockFigures(
  cycle: CycleLedger,
  missing: Missing,
  eventId: string,
  figures: readonly Figure[],
): void {
  for (const figure of figures) {
    const key = `${figure}|${missing}`;
    if (!cycle.blocked.has(key)) {
      cycle.blocked.set(key, { figure, missing, eventId });
    }
  }
}

const OF_PREMIUM: readonly Figure[] = ["realisedProfit", "effectiveBasis", "breakEven", "annualised"];

/** Contracts of the cycle ended whose opening is not among the events: their premium is not known. */
export const blockUnopened = (cycle: CycleLedger, eventId: string): void =>
  blockFigures(cycle, "opening_trade", eventId, ["premium", ...OF_PREMIUM]);

/** The cycle's contracts were settled in cash and nobody says for how much. */
export const blockSettlement = (cycle: CycleLedger, eventId: string): void =>
  blockFigures(cycle, "cash_delivered", eventId, ["premium", ...OF_PREMIUM]);

export const blockOptionFees = (cycle: CycleLedger, eventId: string): void =>
  blockFigures(cycle, "fees", eventId, ["fees", ...OF_PREMIUM]);
