import { Exact, exactText, NOTHING } from "@/shared/wheel/exact";
import { sumOf, turningPrice, type WheelBook } from "@/shared/wheel/wheel-book";

export interface PayoffPoint {
  /** Dollars per share. */
  readonly price: string;
  /** Dollars. */
  readonly profit: string;
}

/**
 * Profit of one cycle, or of several of one underlying, by the share price at which all their short options expire
 * and their shares are valued: what is banked, the shares' gain, less what assignment costs. Straight lines between
 * `kinks`. Dollars as decimal text.
 */
export interface Payoff {
  /** From a price of 0 on: each place where the line bends. */
  readonly kinks: readonly PayoffPoint[];
  /** Dollars per dollar beyond the last kink, which are the shares held there. */
  readonly slopeAfter: string;
  /** Prices at which nothing is made, ascending. */
  readonly breakEvens: readonly string[];
  /** Null when it grows with the price without a bound. */
  readonly maxProfit: string | null;
  /** The lowest profit, negative when it is a loss; null when it has no bound (more calls than shares). */
  readonly minProfit: string | null;
}

/** Profit in dollars at a share price at expiry. Time value, further fees, interest and tax are left out. */
export function profitAt(books: readonly WheelBook[], price: Exact): Exact {
  return sumOf(books.map((book) => profitOf(book, price)));
}

function profitOf({ shares, cost, banked, shorts }: WheelBook, price: Exact): Exact {
  const owed = sumOf(
    shorts.map((short) => {
      const worth = short.shares.times(price);
      const inside = short.option.right === "put" ? short.value.minus(worth) : worth.minus(short.value);
      return Exact.max(NOTHING, inside);
    }),
  );
  return banked.plus(shares.times(price)).minus(cost).minus(owed);
}

/** The payoff of the books together. */
export function payoffOf(books: readonly WheelBook[]): Payoff {
  const prices = kinkPrices(books);
  const points = prices.map((price) => ({ price, profit: profitAt(books, price) }));
  const slopeAfter = slopeBeyond(books);
  const profits = points.map(({ profit }) => profit);
  return {
    kinks: points.map(({ price, profit }) => ({ price: exactText(price), profit: exactText(profit) })),
    slopeAfter: exactText(slopeAfter),
    breakEvens: [...new Set(rootsOf(points, slopeAfter).map(exactText))],
    maxProfit: slopeAfter.gt(0) ? null : exactText(Exact.max(...profits)),
    minProfit: slopeAfter.lt(0) ? null : exactText(Exact.min(...profits)),
  };
}

/** The points of the line between two prices: both ends, and the kinks inside. */
export function payoffPoints(books: readonly WheelBook[], from: string, to: string): PayoffPoint[] {
  const inside = kinkPrices(books).filter((price) => price.gt(from) && price.lt(to));
  return [new Exact(from), ...inside, new Exact(to)].map((price) => ({
    price: exactText(price),
    profit: exactText(profitAt(books, price)),
  }));
}

/** Zero and each price at which an option turns, ascending, each once. */
function kinkPrices(books: readonly WheelBook[]): Exact[] {
  const turns = books.flatMap(({ shorts }) => shorts.map(turningPrice));
  return [NOTHING, ...turns]
    .toSorted((a, b) => a.comparedTo(b))
    .filter((price, index, all) => index === 0 || !price.eq(all[index - 1] ?? -1));
}

/** Beyond all strikes the calls have taken their shares, and the puts have expired. */
function slopeBeyond(books: readonly WheelBook[]): Exact {
  return sumOf(
    books.map(({ shares, shorts }) =>
      shares.minus(
        sumOf(shorts.filter(({ option }) => option.right === "call").map((short) => short.shares)),
      ),
    ),
  );
}

interface Point {
  readonly price: Exact;
  readonly profit: Exact;
}

/** Where the line crosses or touches zero; of a stretch that lies on zero, its ends. */
function rootsOf(points: readonly Point[], slopeAfter: Exact): Exact[] {
  return points.flatMap((point, index) => {
    if (point.profit.isZero()) return [point.price];
    const next = points[index + 1];
    const slope =
      next === undefined ? slopeAfter : next.profit.minus(point.profit).div(next.price.minus(point.price));
    if (slope.isZero()) return [];
    const root = point.price.minus(point.profit.div(slope));
    const inside = root.gt(point.price) && (next === undefined || root.lt(next.price));
    return inside ? [root] : [];
  });
}
