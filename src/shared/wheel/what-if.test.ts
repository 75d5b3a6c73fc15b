import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Exact } from "@/shared/wheel/exact";
import { profitAt } from "@/shared/wheel/payoff";
import { outcomeAt } from "@/shared/wheel/what-if";
import { sumOf } from "@/shared/wheel/wheel-book";
import { anyBook, anyPrice, bookShort, wheelBook } from "@/test/wheel-books";

describe("outcomeAt, worked by hand", () => {
  const put = wheelBook({ banked: 119.96, shorts: [bookShort({ strike: "50" })] });

  it("a put below its strike brings the shares at the strike", () => {
    // 5,000 are paid for 100 shares; the premium lowers what they came in at: (5,000 − 119.96) ÷ 100 = 48.8004.
    // At 47 they are worth 4,700: 119.96 − 300 = −180.04.
    expect(outcomeAt(put, "47")).toMatchObject({
      shorts: [{ ends: "assigned", contracts: "1", shares: "100", cash: "-5000" }],
      sharesAfter: "100",
      cash: "-5000",
      realisedAfter: "119.96",
      effectiveBasisAfter: "48.8004",
      profit: "-180.04",
    });
  });

  it("at the strike it expires", () => {
    expect(outcomeAt(put, "50")).toMatchObject({
      shorts: [{ ends: "expired", shares: "0", cash: "0" }],
      sharesAfter: "0",
      cash: "0",
      realisedAfter: "119.96",
      effectiveBasisAfter: null,
      profit: "119.96",
    });
  });

  it("two calls on 150 shares take them all and owe 50", () => {
    // 150 shares at 40 cost 6,000. Two calls at 45 deliver 200 for 9,000: of it 6,750 for the 150 shares,
    // 750 more than they cost; the other 50 were sold at 45 without being there, which is 2,250.
    // At 48 they cost 2,400 to get: 100 + 750 − 150 = 700. Basis of the 50 owed: (−2,250 − 100) ÷ −50 = 47.
    const calls = bookShort({ right: "call", strike: "45" }, 2);
    const book = wheelBook({ shares: 150, cost: 6000, banked: 100, shorts: [calls] });
    expect(outcomeAt(book, "48")).toMatchObject({
      shorts: [{ ends: "assigned", shares: "-200", cash: "9000" }],
      sharesAfter: "-50",
      realisedAfter: "850",
      effectiveBasisAfter: "47",
      profit: "700",
    });
  });

  it("takes the put before the call of one day, and earlier days first", () => {
    // Call at 40 in April, put at 60 and call at 45 in March, share at 50, no shares before.
    // March: the put brings 100 at 60, the call takes them at 45: −1,500. April: the call owes 100, sold at 40.
    const shorts = [
      bookShort({ right: "call", strike: "40", expiration: "2026-04-17", contractId: "april" }),
      bookShort({ right: "call", strike: "45", contractId: "call" }),
      bookShort({ right: "put", strike: "60", contractId: "put" }),
    ];
    const outcome = outcomeAt(wheelBook({ banked: 2000, shorts }), "50");
    expect(outcome.shorts.map(({ option }) => option.contractId)).toEqual(["put", "call", "april"]);
    // 2,000 − 1,500 = 500 realised; owed shares at 50 against 40: −1,000.
    expect(outcome).toMatchObject({ sharesAfter: "-100", realisedAfter: "500", profit: "-500" });
  });

  it("orders contracts of one day and right by their id", () => {
    const shorts = [bookShort({ contractId: "b" }), bookShort({ contractId: "a" })];
    const outcome = outcomeAt(wheelBook({ shorts }), "160");
    expect(outcome.shorts.map(({ option }) => option.contractId)).toEqual(["a", "b"]);
  });

  it("a later put gives back shares that an earlier call owed", () => {
    // March call at 45 without shares: 100 owed at 45. April put at 60 buys them back at 60: −1,500.
    const shorts = [
      bookShort({ right: "call", strike: "45", contractId: "call" }),
      bookShort({ strike: "60", expiration: "2026-04-17", contractId: "put" }),
    ];
    expect(outcomeAt(wheelBook({ banked: 300, shorts }), "50")).toMatchObject({
      sharesAfter: "0",
      realisedAfter: "-1200",
      effectiveBasisAfter: null,
      profit: "-1200",
    });
  });
});

describe("the outcome of any book", () => {
  it("keeps shares and cash, and agrees with the payoff", () => {
    fc.assert(
      fc.property(anyBook, anyPrice, (book, price) => {
        const outcome = outcomeAt(book, price);
        const delivered = sumOf(outcome.shorts.map(({ shares }) => new Exact(shares)));
        expect(book.shares.plus(delivered).eq(outcome.sharesAfter)).toBe(true);
        // All money: what was banked, less what the shares cost, and what assignment moved, is realised profit less
        // what the shares left cost. So the profit is: banked − cost + cash + shares left × price.
        const worth = new Exact(outcome.sharesAfter).times(price);
        const profit = book.banked.minus(book.cost).plus(outcome.cash).plus(worth);
        expect(profit.minus(outcome.profit).abs().lt("1e-6")).toBe(true);
        expect(
          profit
            .minus(profitAt([book], new Exact(price)))
            .abs()
            .lt("1e-20"),
        ).toBe(true);
      }),
    );
  });

  it("realises what the payoff does not leave in the shares", () => {
    fc.assert(
      fc.property(anyBook, anyPrice, (book, price) => {
        const { sharesAfter, realisedAfter, effectiveBasisAfter, profit } = outcomeAt(book, price);
        if (effectiveBasisAfter === null) {
          expect(new Exact(realisedAfter).minus(profit).abs().lt("1e-5")).toBe(true);
          return;
        }
        const cost = new Exact(effectiveBasisAfter).times(sharesAfter).plus(book.netPremium);
        const open = new Exact(sharesAfter).times(price).minus(cost);
        // The basis is told to six places, of up to 2,500 shares.
        expect(open.plus(realisedAfter).minus(profit).abs().lt("0.01")).toBe(true);
      }),
    );
  });
});
