import { Decimal } from "decimal.js";
import { breathe } from "@/server/services/breathe";
import { breatheEach } from "@/server/services/income/breathe-each";
import { capitalOf } from "@/server/services/income/capital-of";
import { expirationsOf } from "@/server/services/income/expirations-of";
import { type IncomeEntry, incomeEntriesOf, spansOf } from "@/server/services/income/income-spans";
import { groupBy } from "@/server/services/wheel/engine/group-by";
import { addDays, weekdayOf } from "@/shared/new-york-time";
import type { IncomeUnderlying, IncomeView } from "@/shared/schemas/income";
import type { BesideWheel, CycleWithHistory, WheelCycle } from "@/shared/schemas/wheel";

/**
 * What the cycles brought, in dollars after fees, by the day in New York on which it became final, and the capital
 * that they tied up each day. `today` ends the weeks, the months and the days of capital. Nothing but its input
 * matters; it gives the event loop a turn now and then, for a long past has many events.
 */
export async function incomeOf(
  cycles: readonly CycleWithHistory[],
  beside: readonly BesideWheel[],
  today: string,
): Promise<Omit<IncomeView, "sources" | "revalidating">> {
  const entries = await incomeEntriesOf(cycles);
  const underlyings = await underlyingsOf(cycles, entries);
  return {
    weeks: await spansOf(entries, today, mondayOf),
    months: await spansOf(entries, today, (day) => `${day.slice(0, 7)}-01`),
    underlyings,
    realised: sum(underlyings.map(({ realised }) => realised)),
    open: sum(underlyings.map(({ open }) => open)),
    calendar: expirationsOf(cycles, beside),
    capital: await capitalOf(cycles, today),
  };
}

function mondayOf(day: string): string {
  return addDays(day, -((weekdayOf(day) + 6) % 7));
}

async function underlyingsOf(
  cycles: readonly WheelCycle[],
  entries: readonly IncomeEntry[],
): Promise<IncomeUnderlying[]> {
  const bySymbol = await groupBy(cycles, ({ underlying }) => underlying);
  const sold = await groupBy(entries, ({ underlying }) => underlying);
  const underlyings: IncomeUnderlying[] = [];
  for (const symbol of [...bySymbol.keys()].toSorted()) {
    const own = bySymbol.get(symbol) ?? [];
    underlyings.push({
      underlying: symbol,
      realised: sum(own.map(({ premium }) => premium.realised)),
      open: sum(own.map(({ premium }) => premium.open)),
      dividends: sum(own.map(({ dividends }) => dividends)),
      contracts: await contractsOf(sold.get(symbol) ?? []),
    });
    await breathe();
  }
  return underlyings;
}

async function contractsOf(entries: readonly IncomeEntry[]): Promise<string> {
  let total = new Decimal(0);
  for (const [index, { contracts }] of entries.entries()) {
    total = total.plus(contracts);
    await breatheEach(index);
  }
  return total.toFixed();
}

function sum(amounts: readonly Decimal.Value[]): string {
  return amounts.reduce<Decimal>((total, amount) => total.plus(amount), new Decimal(0)).toFixed();
}
