import type { Amount } from "@/server/services/wheel/engine/amount";
import type { CycleLedger } from "@/server/services/wheel/engine/ledger";
import { newYorkDay } from "@/shared/new-york-time";
import type { OptionTerms } from "@/shared/schemas/trading";

const MINUTES_OF_ONE_DECISION = 5;
export const ROLL_WINDOW_MS = MINUTES_OF_ONE_DECISION * 60_000;

/** A trade that closed or opened short options of a cycle. */
export interface RollLeg {
  readonly orderId: string;
  readonly at: number;
  readonly option: OptionTerms;
  /** Contracts that belong to the cycle. */
  readonly quantity: Amount;
  /** Dollars of those contracts before fees, not signed. */
  readonly value: Amount;
  readonly cycle: CycleLedger;
}

export type RollEvidence = "same_order" | "within_minutes" | "same_day";
type LegFacts = Pick<RollLeg, "orderId" | "at" | "option">;

/** What speaks for one short option having been closed to open the other; null when they are no candidate pair. */
export function rollEvidence(closed: LegFacts, opened: LegFacts): RollEvidence | null {
  const isPair =
    closed.option.right === opened.option.right && closed.option.contractId !== opened.option.contractId;
  if (!isPair) {
    return null;
  }
  if (closed.orderId === opened.orderId) {
    return "same_order";
  }
  if (Math.abs(closed.at - opened.at) <= ROLL_WINDOW_MS) {
    return "within_minutes";
  }
  return newYorkDay(new Date(closed.at)) === newYorkDay(new Date(opened.at)) ? "same_day" : null;
}
