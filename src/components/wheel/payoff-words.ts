import { listWords } from "@/components/attention/missing-words";
import type { Payoff } from "@/shared/wheel/payoff";

/** What a payoff tells, in sentences. */
export function payoffSummary(
  payoff: Payoff,
  price: string | null,
  money: (value: string) => string,
): string {
  const { maxProfit, minProfit, breakEvens } = payoff;
  return [
    maxProfit === null ? "The profit has no bound." : `At most ${money(maxProfit)} dollars of profit.`,
    breakEvens.length === 0
      ? "There is no break-even."
      : `Nothing is made at a share price of ${listWords(breakEvens.map(money))}.`,
    minProfit === null ? "The loss has no bound." : `At worst ${money(minProfit)} dollars.`,
    ...(price === null ? [] : [`The share is at ${price}.`]),
  ].join(" ");
}
