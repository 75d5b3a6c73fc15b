import { Decimal } from "decimal.js";
import { breatheEach } from "@/server/services/income/breathe-each";
import { addDays, newYorkDay } from "@/shared/new-york-time";
import type { IncomeSpan } from "@/shared/schemas/income";
import type { CycleEvent, CycleWithHistory } from "@/shared/schemas/wheel";

const FIGURES = ["collected", "paidToClose", "fees", "realised", "dividends"] as const;
type Figures = Readonly<Record<(typeof FIGURES)[number], Decimal>>;

/** What one event of a cycle adds to the income of its day. */
export interface IncomeEntry extends Figures {
  readonly underlying: string;
  readonly day: string;
  /** Contracts that were sold to open. */
  readonly contracts: Decimal;
}

const ZERO = new Decimal(0);
const NOTHING = { collected: ZERO, paidToClose: ZERO, fees: ZERO, dividends: ZERO, contracts: ZERO };

/** The events of all cycles as income, in no order. */
export async function incomeEntriesOf(cycles: readonly CycleWithHistory[]): Promise<IncomeEntry[]> {
  const entries: IncomeEntry[] = [];
  for (const { underlying, events } of cycles) {
    for (const event of events) {
      const day = newYorkDay(new Date(event.at));
      entries.push({ underlying, day, realised: new Decimal(event.realised), ...partsOf(event) });
      await breatheEach(entries.length);
    }
  }
  return entries;
}

function partsOf(event: CycleEvent): Omit<IncomeEntry, "underlying" | "day" | "realised"> {
  const contracts = new Decimal(event.quantity).abs();
  const gross = contracts.times(event.price ?? 0).times(event.option?.multiplier ?? 1);
  switch (event.kind) {
    case "put_sold":
    case "call_sold":
      return { ...NOTHING, collected: gross, fees: gross.minus(event.cash), contracts };
    case "bought_back":
      return { ...NOTHING, paidToClose: gross, fees: gross.plus(event.cash).negated() };
    case "dividend":
      return { ...NOTHING, dividends: new Decimal(event.cash) };
    default:
      return NOTHING;
  }
}

/** Sums by span, from the first with an entry to the one of today, those without any included. */
export async function spansOf(
  entries: readonly IncomeEntry[],
  today: string,
  firstDayOf: (day: string) => string,
): Promise<IncomeSpan[]> {
  const sums = new Map<string, Figures>();
  for (const [index, entry] of entries.entries()) {
    const from = firstDayOf(entry.day);
    sums.set(from, added(sums.get(from), entry));
    await breatheEach(index);
  }
  const first = [...sums.keys()].toSorted()[0];
  if (first === undefined) {
    return [];
  }
  const spans: IncomeSpan[] = [];
  for (let from = first; from <= today; from = nextSpan(from, firstDayOf)) {
    const span = added(undefined, sums.get(from));
    spans.push({
      from,
      collected: span.collected.toFixed(),
      paidToClose: span.paidToClose.toFixed(),
      fees: span.fees.toFixed(),
      realised: span.realised.toFixed(),
      dividends: span.dividends.toFixed(),
    });
  }
  return spans;
}

/** The first day after `from` that begins a span: weeks and months have at most 31 days. */
function nextSpan(from: string, firstDayOf: (day: string) => string): string {
  const aWeekLater = firstDayOf(addDays(from, 7));
  return aWeekLater > from ? aWeekLater : firstDayOf(addDays(from, 31));
}

function added(one: Figures | undefined, other: Figures | undefined): Figures {
  const plus = (figure: keyof Figures) => (one?.[figure] ?? ZERO).plus(other?.[figure] ?? ZERO);
  return {
    collected: plus("collected"),
    paidToClose: plus("paidToClose"),
    fees: plus("fees"),
    realised: plus("realised"),
    dividends: plus("dividends"),
  };
}
