import { type Amount, ZERO } from "@/server/services/wheel/engine/amount";
import type { CycleLedger } from "@/server/services/wheel/engine/ledger";

/** Dollars: premium collected less what was paid to close and fees. */
export const netPremium = (cycle: CycleLedger): Amount =>
  cycle.collected.minus(cycle.paidToClose).minus(cycle.fees);

/** Dollars: realised premium, dividends and what shares brought above what they came in at. */
export const realisedProfit = (cycle: CycleLedger): Amount =>
  cycle.realised.plus(cycle.dividends).plus(cycle.shareProfit);

/** Per share: what the shares held came in at, assigned puts less their premium (IRS Publication 550, "Puts and Calls"). */
export const taxBasis = (cycle: CycleLedger): Amount | null => perShare(cycle.taxCost, cycle.shares);

/** Per share: what the shares held came in at, less the net premium of the whole cycle. */
export const effectiveBasis = (cycle: CycleLedger): Amount | null =>
  perShare(cycle.cost.minus(netPremium(cycle)), cycle.shares);

/** The share price at which the shares held, and those of the short puts, have cost what the premium brought. */
export function breakEven(cycle: CycleLedger): Amount | null {
  const { puts, shares } = cycle.collateral;
  const moved = cycle.shares.plus(cycle.behindPuts);
  return perShare(shares.plus(puts).minus(netPremium(cycle)), moved);
}

const perShare = (dollars: Amount, shares: Amount): Amount | null =>
  shares.gt(ZERO) ? dollars.div(shares) : null;
