import type { Payoff } from "@/shared/wheel/payoff";

interface PriceRange {
  readonly from: number;
  readonly to: number;
  /** A handy step of the slider. */
  readonly step: number;
}

const AROUND = 0.15;

/** Share prices that a payoff is shown for: strikes, break-evens and the price now, with room on both sides. */
export function payoffRange(payoffs: readonly Payoff[], prices: readonly (string | null)[]): PriceRange {
  const known = [
    ...payoffs.flatMap(({ kinks, breakEvens }) => [
      ...kinks.slice(1).map(({ price }) => price),
      ...breakEvens,
    ]),
    ...prices,
  ]
    .map(Number)
    .filter((price) => price > 0);
  const lowest = known.length === 0 ? 0 : Math.min(...known);
  const highest = known.length === 0 ? 100 : Math.max(...known);
  const step = stepFor(highest);
  const down = Math.floor((lowest * (1 - AROUND)) / step) * step;
  const up = Math.ceil((highest * (1 + AROUND)) / step) * step;
  return { from: rounded(Math.max(0, down)), to: rounded(up), step };
}

function stepFor(highest: number): number {
  if (highest < 20) return 0.05;
  if (highest < 100) return 0.1;
  return highest < 500 ? 0.5 : 1;
}

const rounded = (price: number): number => Math.round(price * 100) / 100;
