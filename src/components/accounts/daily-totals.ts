import { Exact } from "@/components/table/exact-decimal";
import type { ValuePoint } from "@/shared/schemas/account";

/** What all accounts together were worth on a day. */
export interface DailyTotal {
  readonly day: string;
  /** Null while no account has a value. */
  readonly value: string | null;
  readonly cash: string | null;
  /** Accounts that were not read on the day and count with their last earlier values. */
  readonly carried: number;
  readonly accounts: number;
}

/**
 * Adds up the accounts day by day. An account that was not read on a day counts with its last value before, and is
 * said to; before its first reading it does not count.
 *
 * @param points by day, oldest first.
 */
export function dailyTotals(points: readonly ValuePoint[]): DailyTotal[] {
  const latest = new Map<string, ValuePoint>();
  const days = [...new Set(points.map(({ day }) => day))];
  return days.map((day) => {
    const ofDay = points.filter((point) => point.day === day);
    for (const point of ofDay) latest.set(`${point.connectionId}:${point.accountId}`, point);
    const all = [...latest.values()];
    return {
      day,
      value: sumOf(all.map(({ value }) => value)),
      cash: sumOf(all.map(({ cash }) => cash)),
      carried: all.length - ofDay.length,
      accounts: all.length,
    };
  });
}

function sumOf(values: readonly (string | null)[]): string | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return known.reduce((sum, value) => sum.plus(value), new Exact(0)).toFixed();
}
