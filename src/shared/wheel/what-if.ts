import type { OptionTerms } from "@/shared/schemas/trading";
import { Exact, exactText, exactTextOrNull, NOTHING } from "@/shared/wheel/exact";
import { profitAt } from "@/shared/wheel/payoff";
import { type BookShort, effectiveBasisOf, sumOf, type WheelBook } from "@/shared/wheel/wheel-book";

/** How one short option ends at a share price. */
export interface ShortOutcome {
  readonly option: OptionTerms;
  /** Contracts, never signed. */
  readonly contracts: string;
  readonly ends: "assigned" | "expired";
  /** Shares that come in (+) or are called away (−). */
  readonly shares: string;
  /** Dollars received (+) or paid (−) for them. */
  readonly cash: string;
}

/** Where a cycle stands once all its short options have ended at one share price. */
export interface Outcome {
  readonly shorts: readonly ShortOutcome[];
  /** Negative when more was called away than was there. */
  readonly sharesAfter: string;
  /** Dollars that assignment moves, of all options. */
  readonly cash: string;
  readonly realisedAfter: string;
  /** Per share; null when no shares are left. */
  readonly effectiveBasisAfter: string | null;
  /** Dollars: realised, and the shares left at the price. It is the payoff at this price. */
  readonly profit: string;
}

interface Holding {
  readonly shares: Exact;
  readonly cost: Exact;
  readonly realised: Exact;
}

/**
 * What happens when all short options of a cycle expire with the share at a price. Assigned is what is in the money
 * by any amount; at the strike it expires. Options end in the order of their days, puts before calls; shares leave
 * at their average cost. No fees of assignment.
 */
export function outcomeAt(book: WheelBook, price: string): Outcome {
  const at = new Exact(price);
  const ordered = book.shorts.toSorted(byDayPutsFirst);
  const ends = ordered.map((short) => ({ short, ...deliveryOf(short, at) }));
  const start: Holding = { shares: book.shares, cost: book.cost, realised: book.banked };
  const end = ends.reduce(moved, start);
  return {
    shorts: ends.map(({ short, shares, cash }) => ({
      option: short.option,
      contracts: exactText(short.contracts),
      ends: shares.isZero() ? "expired" : "assigned",
      shares: exactText(shares),
      cash: exactText(cash),
    })),
    sharesAfter: exactText(end.shares),
    cash: exactText(sumOf(ends.map(({ cash }) => cash))),
    realisedAfter: exactText(end.realised),
    effectiveBasisAfter: exactTextOrNull(effectiveBasisOf({ ...book, ...end })),
    profit: exactText(profitAt([book], at)),
  };
}

interface Delivery {
  readonly shares: Exact;
  readonly cash: Exact;
}

function deliveryOf({ option, shares, value }: BookShort, price: Exact): Delivery {
  const worth = shares.times(price);
  if (option.right === "put" && worth.lt(value)) return { shares, cash: value.negated() };
  if (option.right === "call" && worth.gt(value)) return { shares: shares.negated(), cash: value };
  return { shares: NOTHING, cash: NOTHING };
}

/** Shares come in at what is paid for them and leave at their average; both also below zero, for shares owed. */
function moved(held: Holding, { shares, cash }: Delivery): Holding {
  if (shares.isZero()) return held;
  const adds = held.shares.isZero() || held.shares.isNegative() === shares.isNegative();
  const closed = adds ? NOTHING : Exact.min(held.shares.abs(), shares.abs());
  const costClosed = closed.isZero() ? NOTHING : held.cost.times(closed).div(held.shares.abs());
  const cashClosed = cash.times(closed).div(shares.abs());
  return {
    shares: held.shares.plus(shares),
    cost: held.cost.minus(costClosed).minus(cash.minus(cashClosed)),
    realised: held.realised.plus(cashClosed).minus(costClosed),
  };
}

function byDayPutsFirst(a: BookShort, b: BookShort): number {
  return (
    a.option.expiration.localeCompare(b.option.expiration) ||
    b.option.right.localeCompare(a.option.right) ||
    a.option.contractId.localeCompare(b.option.contractId)
  );
}
