import { kindOf } from "@/components/positions/kind-of";
import type { PositionRow } from "@/components/positions/position-row";
import { percentOf } from "@/components/positions/ratios";
import { Exact } from "@/components/table/exact-decimal";

/** One part of what the accounts hold. */
export interface AllocationPart {
  readonly key: string;
  readonly label: string;
  /** Signed dollars: short options count below zero. */
  readonly value: string;
  /** Of all parts without their signs, in percent; signed as the value is. */
  readonly percent: string;
  readonly staleRows: number;
}

export type AllocationBy = "underlying" | "kind";

const KIND_LABELS: Readonly<Record<string, string>> = {
  stock: "Shares",
  call: "Calls",
  put: "Puts",
  option: "Unknown options",
};
const CASH = { key: "cash", label: "Cash" };

/**
 * What positions and cash come to by underlying or kind, the largest first; from the `most`-th on they are put
 * together as others. Positions without a value are in no part.
 *
 * @param cash of all accounts; null when it is not known.
 */
export function allocationOf(
  rows: readonly PositionRow[],
  cash: string | null,
  by: AllocationBy,
  most = 12,
): AllocationPart[] {
  const parts = new Map<string, { label: string; value: InstanceType<typeof Exact>; staleRows: number }>();
  const add = (key: string, label: string, value: string, stale: boolean) => {
    const part = parts.get(key) ?? { label, value: new Exact(0), staleRows: 0 };
    parts.set(key, { label, value: part.value.plus(value), staleRows: part.staleRows + (stale ? 1 : 0) });
  };
  for (const row of rows) {
    const { marketValue, symbol } = row.position;
    if (marketValue === null) continue;
    const kind = kindOf(row);
    const [key, label] = by === "kind" ? [kind, KIND_LABELS[kind] ?? kind] : [`of ${symbol}`, symbol];
    add(key, label, marketValue, row.state !== "fresh");
  }
  if (cash !== null && !new Exact(cash).isZero()) add(CASH.key, CASH.label, cash, false);
  const sorted = [...parts]
    .map(([key, part]) => ({ key, ...part }))
    .sort((a, b) => b.value.abs().comparedTo(a.value.abs()));
  const shown = sorted.length > most ? sorted.slice(0, most - 1) : sorted;
  const rest = sorted.slice(shown.length);
  const all =
    rest.length === 0
      ? shown
      : [
          ...shown,
          {
            key: "others",
            label: `${rest.length} others`,
            value: rest.reduce((sum, part) => sum.plus(part.value), new Exact(0)),
            staleRows: rest.reduce((sum, part) => sum + part.staleRows, 0),
          },
        ];
  const gross = sorted.reduce((sum, part) => sum.plus(part.value.abs()), new Exact(0)).toFixed();
  return all.map(({ value, ...part }) => ({
    ...part,
    value: value.toFixed(),
    percent: percentOf(value.toFixed(), gross) ?? "0",
  }));
}
