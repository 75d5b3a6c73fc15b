import { type Amount, asTextOrNull } from "@/server/services/wheel/engine/amount";
import { averageCollateral } from "@/server/services/wheel/engine/collateral";
import type { CycleLedger } from "@/server/services/wheel/engine/ledger";
import { daysBetween, newYorkDay } from "@/shared/new-york-time";
import type { WheelCycle } from "@/shared/schemas/wheel";

/** A return of a few days says nothing of a year. */
const FIRST_DAYS = 7;

/**
 * Profit on the collateral that was tied up, weighed by time, as percent a year.
 *
 * @param profit dollars made so far; null when they can't be told
 */
export function annualised(cycle: CycleLedger, profit: Amount | null, now: Date): WheelCycle["annualised"] {
  const end = cycle.closedAt === null ? now : new Date(cycle.closedAt);
  const days = Math.max(0, daysBetween(newYorkDay(new Date(cycle.openedAt)), newYorkDay(end)));
  const average = averageCollateral(cycle, now.getTime());
  const tooEarly = days < FIRST_DAYS;
  const perYear = tooEarly ? null : percentAYear(profit, average, days);
  return {
    onCollateral: asTextOrNull(perYear),
    tooEarly,
    days,
    averageCollateral: asTextOrNull(average),
  };
}

function percentAYear(profit: Amount | null, average: Amount | null, days: number): Amount | null {
  return profit === null || average === null || average.isZero()
    ? null
    : profit.div(average).times(365).div(days).times(100);
}
