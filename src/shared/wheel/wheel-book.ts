import type { OptionTerms } from "@/shared/schemas/trading";
import type { Blocked, OpenShort, WheelCycle } from "@/shared/schemas/wheel";
import { Exact, NOTHING } from "@/shared/wheel/exact";

/** A short option as the arithmetic sees it. */
export interface BookShort {
  readonly option: OptionTerms;
  /** Never signed. */
  readonly contracts: Exact;
  /** Shares that all of its contracts deliver. */
  readonly shares: Exact;
  /** Dollars that change hands on assignment: strike × multiplier × contracts, for adjusted contracts too. */
  readonly value: Exact;
}

/** What a cycle has and owes, without prices: all that its profit at a share price depends on. Dollars and shares. */
export interface WheelBook {
  readonly shares: Exact;
  /** What the shares held came in at. */
  readonly cost: Exact;
  /** Realised profit, and the premium of the open contracts after fees: what stays if they all expire. */
  readonly banked: Exact;
  /** Collected − paid to close − fees, of the whole cycle. */
  readonly netPremium: Exact;
  readonly shorts: readonly BookShort[];
}

type BookFacts = Pick<
  WheelCycle,
  "shares" | "shareCost" | "shorts" | "premium" | "realisedProfit" | "blocked"
>;

export type BookOrGap = { readonly book: WheelBook } | { readonly missing: Blocked["missing"] };

/** Figures without which nothing can be said of a cycle at another price. */
const NEEDED: readonly string[] = [
  "state",
  "shares",
  "shorts",
  "premium",
  "fees",
  "shareProfit",
  "realisedProfit",
];

/** The book of a cycle, from its figures alone; or what is missing for it. */
export function bookOf(cycle: BookFacts): BookOrGap {
  const gap = cycle.blocked.find(({ figure }) => NEEDED.includes(figure));
  if (gap !== undefined) return { missing: gap.missing };
  const shorts = cycle.shorts.map(bookShortOf);
  if (shorts.some((short) => short === null)) return { missing: "shares_delivered" };
  return {
    book: {
      shares: new Exact(cycle.shares),
      cost: new Exact(cycle.shareCost),
      banked: new Exact(cycle.realisedProfit).plus(cycle.premium.open),
      netPremium: new Exact(cycle.premium.net),
      shorts: shorts.filter((short) => short !== null),
    },
  };
}

function bookShortOf({ option, quantity }: OpenShort): BookShort | null {
  if (option.sharesPerContract === null) return null;
  const contracts = new Exact(quantity).abs();
  return {
    option,
    contracts,
    shares: contracts.times(option.sharesPerContract),
    value: contracts.times(option.strike).times(option.multiplier),
  };
}

/** The same short option with another number of contracts. */
export function ofContracts(short: BookShort, contracts: Exact): BookShort {
  return {
    option: short.option,
    contracts,
    shares: short.shares.times(contracts).div(short.contracts),
    value: short.value.times(contracts).div(short.contracts),
  };
}

export function sumOf(values: readonly Exact[]): Exact {
  return values.reduce((total, value) => total.plus(value), NOTHING);
}

/** Share price at which a short option is neither in nor out of the money: its strike, unless it is adjusted. */
export const turningPrice = ({ value, shares }: BookShort): Exact => value.div(shares);

/** Per share: what the shares held came in at, less the cycle's net premium; null without shares. */
export function effectiveBasisOf({ shares, cost, netPremium }: WheelBook): Exact | null {
  return shares.isZero() ? null : cost.minus(netPremium).div(shares);
}

/** Share price at which shares and short puts together make nothing; null without both. */
export function breakEvenOf(book: WheelBook): Exact | null {
  const puts = book.shorts.filter(({ option }) => option.right === "put");
  const shares = book.shares.plus(sumOf(puts.map((put) => put.shares)));
  if (shares.isZero()) return null;
  return book.cost
    .plus(sumOf(puts.map((put) => put.value)))
    .minus(book.netPremium)
    .div(shares);
}

/** Short puts at strike, and shares at what they came in at. Dollars. */
export function collateralOf(book: WheelBook): Exact {
  const puts = book.shorts.filter(({ option }) => option.right === "put");
  return book.cost.plus(sumOf(puts.map((put) => put.value)));
}
