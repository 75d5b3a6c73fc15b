import { Decimal } from "decimal.js";
import type { UnderlyingTotal, WheelCycle } from "@/shared/schemas/wheel";

/** What all cycles of an underlying add up to, over accounts and brokers; by underlying. Pure. */
export function totalsByUnderlying(cycles: readonly WheelCycle[]): UnderlyingTotal[] {
  const bySymbol = new Map<string, WheelCycle[]>();
  for (const cycle of cycles) {
    const own = bySymbol.get(cycle.underlying) ?? [];
    bySymbol.set(cycle.underlying, own);
    own.push(cycle);
  }
  return [...bySymbol]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([symbol, own]) => totalOf(symbol, own));
}

function totalOf(underlying: string, cycles: readonly WheelCycle[]): UnderlyingTotal {
  const open = cycles.filter(({ closedAt }) => closedAt === null);
  return {
    underlying,
    openCycles: open.length,
    closedCycles: cycles.length - open.length,
    accounts: new Set(cycles.map(({ connectionId, accountId }) => `${connectionId} ${accountId}`)).size,
    shares: sum(cycles.map(({ shares }) => shares)),
    netPremium: sum(cycles.map(({ premium }) => premium.net)),
    realisedProfit: sum(cycles.map(({ realisedProfit }) => realisedProfit)),
    openProfit: sumOfKnown(open.map(({ openProfit }) => openProfit)),
    collateral: sumOfKnown(open.map(({ collateral }) => collateral)),
  };
}

function sum(amounts: readonly string[]): string {
  return amounts.reduce((total, amount) => total.plus(amount), new Decimal(0)).toFixed();
}

/** Null when one of them is not known: a total that lacks something would pass for the whole. */
function sumOfKnown(amounts: readonly (string | null)[]): string | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === amounts.length ? sum(known) : null;
}
