import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Exact } from "@/shared/wheel/exact";
import { payoffOf, payoffPoints, profitAt } from "@/shared/wheel/payoff";
import { sumOf, turningPrice, type WheelBook } from "@/shared/wheel/wheel-book";
import { anyBook, anyPrice, bookShort, wheelBook } from "@/test/wheel-books";

describe("payoffOf, worked by hand", () => {
  it("a cash-secured put: the premium above the strike, below it the strike less the price", () => {
    // One put at 50 sold for 1.20, fee 0.04: 120 − 0.04 = 119.96 stays above 50.
    // At 0 the shares cost 5,000 and are worth nothing: 119.96 − 5,000 = −4,880.04.
    // Nothing is made at 50 − 1.1996 = 48.8004.
    const book = wheelBook({ banked: 119.96, shorts: [bookShort({ strike: "50" })] });
    expect(payoffOf([book])).toEqual({
      kinks: [
        { price: "0", profit: "-4880.04" },
        { price: "50", profit: "119.96" },
      ],
      slopeAfter: "0",
      breakEvens: ["48.8004"],
      maxProfit: "119.96",
      minProfit: "-4880.04",
    });
  });

  it("a covered call: gains end at the strike", () => {
    // 100 shares that came in at 48, premium of 219.96 so far, call at 52:
    // at 0: 219.96 − 4,800 = −4,580.04; at 52: 219.96 + 400 = 619.96 and no more.
    // Nothing is made at 48 − 2.1996 = 45.8004.
    const call = bookShort({ right: "call", strike: "52" });
    const payoff = payoffOf([wheelBook({ shares: 100, cost: 4800, banked: 219.96, shorts: [call] })]);
    expect(payoff).toMatchObject({
      breakEvens: ["45.8004"],
      maxProfit: "619.96",
      minProfit: "-4580.04",
      slopeAfter: "0",
    });
  });

  it("a covered strangle falls by two shares a dollar below its put", () => {
    // 100 shares at 50, put at 45, call at 55, premium 300.
    // At 55: 300 + 500 = 800. At 45: 300 − 500 = −200. At 0: −200 − 45 × 200 = −9,200.
    // Between 45 and 55 one share a contract: nothing is made at 50 − 3 = 47.
    const shorts = [
      bookShort({ strike: "45", contractId: "put" }),
      bookShort({ right: "call", strike: "55", contractId: "call" }),
    ];
    expect(payoffOf([wheelBook({ shares: 100, cost: 5000, banked: 300, shorts })])).toEqual({
      kinks: [
        { price: "0", profit: "-9200" },
        { price: "45", profit: "-200" },
        { price: "55", profit: "800" },
      ],
      slopeAfter: "0",
      breakEvens: ["47"],
      maxProfit: "800",
      minProfit: "-9200",
    });
  });

  it("a call without shares has no bound of loss", () => {
    // Sold for 2.00 at 60: nothing is made at 62, and each dollar above costs 100.
    const call = bookShort({ right: "call", strike: "60" });
    expect(payoffOf([wheelBook({ banked: 200, shorts: [call] })])).toMatchObject({
      breakEvens: ["62"],
      maxProfit: "200",
      minProfit: null,
      slopeAfter: "-100",
    });
  });

  it("shares without a call have no bound of gain", () => {
    // 100 shares at 40 with 250 of premium: nothing is made at 37.50.
    expect(payoffOf([wheelBook({ shares: 100, cost: 4000, banked: 250 })])).toMatchObject({
      breakEvens: ["37.5"],
      maxProfit: null,
      minProfit: "-3750",
      slopeAfter: "100",
    });
  });

  it("an adjusted put turns where its shares are worth what it pays for them", () => {
    // After one for ten: strike 5 × multiplier 100 = 500 dollars for 10 shares, which is 50 a share.
    const put = bookShort({ strike: "5", sharesPerContract: "10", adjusted: true });
    expect(payoffOf([wheelBook({ banked: 40, shorts: [put] })])).toMatchObject({
      kinks: [
        { price: "0", profit: "-460" },
        { price: "50", profit: "40" },
      ],
      breakEvens: ["46"],
    });
  });

  it("two cycles of one underlying add up", () => {
    // The put of the first example and the shares of the one before: 119.96 + 250 at 50, where shares gain 1,000.
    const put = wheelBook({ banked: 119.96, shorts: [bookShort({ strike: "50" })] });
    const shares = wheelBook({ shares: 100, cost: 4000, banked: 250 });
    expect(profitAt([put, shares], new Exact(50)).toFixed()).toBe("1369.96");
  });

  it("names the ends of a stretch on which nothing is made", () => {
    // A put and a call at 50 and 60 of which no premium is left: nothing is made from 50 to 60.
    const shorts = [
      bookShort({ strike: "50", contractId: "put" }),
      bookShort({ right: "call", strike: "60", contractId: "call" }),
    ];
    expect(payoffOf([wheelBook({ shorts })]).breakEvens).toEqual(["50", "60"]);
  });

  it("nothing at all makes nothing", () => {
    expect(payoffOf([])).toEqual({
      kinks: [{ price: "0", profit: "0" }],
      slopeAfter: "0",
      breakEvens: ["0"],
      maxProfit: "0",
      minProfit: "0",
    });
  });
});

describe("payoffPoints", () => {
  it("gives both ends and the bends between them", () => {
    const book = wheelBook({ banked: 119.96, shorts: [bookShort({ strike: "50" })] });
    expect(payoffPoints([book], "40", "60")).toEqual([
      { price: "40", profit: "-880.04" },
      { price: "50", profit: "119.96" },
      { price: "60", profit: "119.96" },
    ]);
  });
});

/** Shares that are held once all options have ended at a price: the slope of the payoff there. */
function sharesHeldAt({ shares, shorts }: WheelBook, price: Exact): Exact {
  return sumOf(
    shorts.map((short) => {
      const turn = turningPrice(short);
      if (short.option.right === "put") return price.lt(turn) ? short.shares : new Exact(0);
      return price.gt(turn) ? short.shares.negated() : new Exact(0);
    }),
  ).plus(shares);
}

describe("the payoff of any book", () => {
  it("is a straight line between kinks, and its slope is the shares held there", () => {
    fc.assert(
      fc.property(fc.array(anyBook, { minLength: 1, maxLength: 3 }), (books) => {
        const { kinks } = payoffOf(books);
        const lastPrice = new Exact(kinks.at(-1)?.price ?? 0);
        const ends = [...kinks.map(({ price }) => new Exact(price)), lastPrice.plus(10)];
        for (const [index, from] of ends.slice(0, -1).entries()) {
          const to = ends[index + 1] ?? from;
          const middle = from.plus(to).div(2);
          const slope = profitAt(books, to).minus(profitAt(books, from)).div(to.minus(from));
          const held = sumOf(books.map((book) => sharesHeldAt(book, middle)));
          expect(slope.minus(held).abs().lt("1e-20")).toBe(true);
          const between = profitAt(books, from).plus(profitAt(books, to)).div(2);
          expect(profitAt(books, middle).minus(between).abs().lt("1e-20")).toBe(true);
        }
      }),
    );
  });

  it("does not jump at a strike", () => {
    fc.assert(
      fc.property(anyBook, (book) => {
        const step = new Exact("1e-9");
        for (const short of book.shorts) {
          const at = turningPrice(short);
          const below = profitAt([book], at.minus(step));
          const above = profitAt([book], at.plus(step));
          // At most 500 shares of the book and 2,000 of its options move by the step.
          expect(above.minus(below).abs().lt("1e-5")).toBe(true);
        }
      }),
    );
  });

  it("lies between its own bounds, and makes nothing at its break-evens", () => {
    fc.assert(
      fc.property(anyBook, anyPrice, (book, price) => {
        const payoff = payoffOf([book]);
        const profit = profitAt([book], new Exact(price));
        if (payoff.maxProfit !== null)
          expect(profit.lte(new Exact(payoff.maxProfit).plus("1e-6"))).toBe(true);
        if (payoff.minProfit !== null)
          expect(profit.gte(new Exact(payoff.minProfit).minus("1e-6"))).toBe(true);
        for (const breakEven of payoff.breakEvens) {
          // A price of six places, times at most 2,500 shares.
          expect(profitAt([book], new Exact(breakEven)).abs().lt("0.01")).toBe(true);
        }
      }),
    );
  });

  it("of several books is the sum of each", () => {
    fc.assert(
      fc.property(anyBook, anyBook, anyPrice, (one, other, price) => {
        const at = new Exact(price);
        const sum = profitAt([one], at).plus(profitAt([other], at));
        expect(profitAt([one, other], at).eq(sum)).toBe(true);
      }),
    );
  });
});
