import { type Amount, ZERO } from "@/server/services/wheel/engine/amount";
import type { Collateral, CycleLedger, CycleLine } from "@/server/services/wheel/engine/ledger";

export const NOTHING_TIED_UP: Collateral = { puts: ZERO, shares: ZERO };

/** What the cycle ties up as it stands. */
export const tiedUpBy = (cycle: CycleLedger): Collateral => ({
  puts: cycle.putsAtStrike,
  shares: cycle.cost,
});

/** Writes a line, with what is tied up after it. To be called after every change of a cycle's shares and options. */
export function recordLine(cycle: CycleLedger, line: Omit<CycleLine, "collateralAfter">): void {
  cycle.collateral = tiedUpBy(cycle);
  cycle.lines.push({ ...line, collateralAfter: cycle.collateral });
}

/** Adds the time since the latest weighing to the collateral that was tied up in it. */
export function weighCollateral(cycle: CycleLedger, until: number): void {
  const { puts, shares } = cycle.collateral;
  cycle.weighedDollarMs = cycle.weighedDollarMs.plus(puts.plus(shares).times(until - cycle.weighedUntil));
  cycle.weighedUntil = until;
}

/** Dollars, averaged over the time from opening to the end or now; null for a cycle that has lasted no time. */
export function averageCollateral(cycle: CycleLedger, nowMs: number): Amount | null {
  const end = cycle.closedAt ?? nowMs;
  if (end <= cycle.openedAt) {
    return null;
  }
  const { puts, shares } = cycle.collateral;
  const sinceWeighed = puts.plus(shares).times(Math.max(0, end - cycle.weighedUntil));
  return cycle.weighedDollarMs.plus(sinceWeighed).div(end - cycle.openedAt);
}
