import { Decimal } from "decimal.js";
import { breathe } from "@/server/services/breathe";
import { groupBy } from "@/server/services/wheel/engine/group-by";
import type { UnderlyingTotal, WheelCycle } from "@/shared/schemas/wheel";

/** What all cycles of an underlying add up to, over accounts and brokers; by underlying. The event loop has its turn. */
export async function totalsByUnderlying(cycles: readonly WheelCycle[]): Promise<UnderlyingTotal[]> {
  const bySymbol = await groupBy(cycles, ({ underlying }) => underlying);
  const totals: UnderlyingTotal[] = [];
  for (const symbol of [...bySymbol.keys()].toSorted()) {
    totals.push(totalOf(symbol, bySymbol.get(symbol) ?? []));
    await breathe();
  }
  return totals;
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
