import { Decimal } from "decimal.js";
import { breatheEach } from "@/server/services/income/breathe-each";
import { addDays, newYorkDay } from "@/shared/new-york-time";
import type { CapitalPoint } from "@/shared/schemas/income";
import type { CycleWithHistory } from "@/shared/schemas/wheel";

interface Capital {
  readonly puts: Decimal;
  readonly shares: Decimal;
}

const NONE: Capital = { puts: new Decimal(0), shares: new Decimal(0) };

/** Dollars tied up at the end of each day, from the first event of all cycles to today. */
export async function capitalOf(cycles: readonly CycleWithHistory[], today: string): Promise<CapitalPoint[]> {
  const changes = new Map<string, Capital>();
  let done = 0;
  for (const { events } of cycles) {
    let before = NONE;
    for (const { at, collateralAfter } of events) {
      const after = { puts: new Decimal(collateralAfter.puts), shares: new Decimal(collateralAfter.shares) };
      const day = newYorkDay(new Date(at));
      changes.set(day, plus(changes.get(day) ?? NONE, minus(after, before)));
      before = after;
      done += 1;
      await breatheEach(done);
    }
  }
  const points: CapitalPoint[] = [];
  const first = [...changes.keys()].toSorted()[0] ?? addDays(today, 1);
  let held = NONE;
  for (let day = first; day <= today; day = addDays(day, 1)) {
    held = plus(held, changes.get(day) ?? NONE);
    points.push({ day, puts: held.puts.toFixed(), shares: held.shares.toFixed() });
  }
  return points;
}

function plus(one: Capital, other: Capital): Capital {
  return { puts: one.puts.plus(other.puts), shares: one.shares.plus(other.shares) };
}

function minus(one: Capital, other: Capital): Capital {
  return { puts: one.puts.minus(other.puts), shares: one.shares.minus(other.shares) };
}
