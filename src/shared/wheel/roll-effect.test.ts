import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Exact } from "@/shared/wheel/exact";
import { profitAt } from "@/shared/wheel/payoff";
import { type RollProposal, rollEffect } from "@/shared/wheel/roll-effect";
import { ofContracts } from "@/shared/wheel/wheel-book";
import { anyBook, anyPrice, bookShort, wheelBook } from "@/test/wheel-books";

const PROPOSAL: RollProposal = {
  contractId: "contract-1",
  contracts: "1",
  closePrice: "2.10",
  strike: "48",
  expiration: "2026-04-17",
  openPrice: "2.60",
  fees: "0.08",
  today: "2026-03-18",
  sharePrice: "49",
};

describe("rollEffect, worked by hand", () => {
  it("a put rolled down and out for a credit", () => {
    // Put at 50 sold for 119.96. Bought back for 210, the one at 48 sold for 260: +50, after fees +49.92.
    // Net premium 119.96 + 49.92 = 169.88. Break-even 48 − 1.6988 = 46.3012, before 48.8004.
    // 260 ÷ 4,800 × 365 ÷ 30 days = 65.902778 %.
    const book = wheelBook({ banked: 119.96, shorts: [bookShort({ strike: "50" })] });
    const effect = rollEffect(book, PROPOSAL);
    expect(effect).toMatchObject({
      closeCash: "-210",
      openCash: "260",
      netCredit: "50",
      netCash: "49.92",
      daysAdded: 28,
      strikeMoved: "-2",
      annualisedYield: "65.902778",
      keeping: { netPremium: "119.96", effectiveBasis: null, breakEven: "48.8004", collateral: "5000" },
      rolled: { netPremium: "169.88", effectiveBasis: null, breakEven: "46.3012", collateral: "4800" },
    });
    expect(effect?.rolled.payoff).toMatchObject({ maxProfit: "169.88", breakEvens: ["46.3012"] });
  });

  it("one of two calls rolled up for a debit", () => {
    // 200 shares at 40, calls at 42 (two). One is bought back at 3.00, one at 45 sold for 2.00: −100, after fees −101.
    // Basis before (8,000 − 250) ÷ 200 = 38.75, after (8,000 − 149) ÷ 200 = 39.255.
    // If called away: keeping 250 + 2 × 200 = 650; rolled 149 + 200 + 500 = 849.
    // Yield: 200 ÷ 4,400 (100 shares at 44) × 365 ÷ 30 = 55.303030 %.
    const call = bookShort({ right: "call", strike: "42" }, 2);
    const book = wheelBook({ shares: 200, cost: 8000, banked: 250, shorts: [call] });
    const effect = rollEffect(book, {
      ...PROPOSAL,
      closePrice: "3",
      openPrice: "2",
      strike: "45",
      fees: "1",
      sharePrice: "44",
    });
    expect(effect).toMatchObject({
      netCredit: "-100",
      netCash: "-101",
      strikeMoved: "3",
      annualisedYield: "55.30303",
      keeping: { effectiveBasis: "38.75", collateral: "8000", payoff: { maxProfit: "650" } },
      rolled: { effectiveBasis: "39.255", collateral: "8000", payoff: { maxProfit: "849" } },
    });
    expect(effect?.book.shorts.map(({ contracts }) => contracts.toFixed())).toEqual(["1", "1"]);
  });

  it("without a price a call's collateral is what the shares came in at", () => {
    // 200 ÷ (100 × 40) × 365 ÷ 30 = 60.833333 %.
    const book = wheelBook({
      shares: 100,
      cost: 4000,
      shorts: [bookShort({ right: "call", strike: "42" })],
    });
    const proposal = { ...PROPOSAL, openPrice: "2", sharePrice: null };
    expect(rollEffect(book, proposal)?.annualisedYield).toBe("60.833333");
  });

  it.each([
    ["the new contract expires today", { expiration: "2026-03-18" }, 100],
    ["there is neither a price nor a share", { sharePrice: null }, 0],
  ])("tells no yield where %s", (_, changes, shares) => {
    const call = bookShort({ right: "call", strike: "42" });
    const book = wheelBook({ shares, cost: shares * 40, shorts: [call] });
    expect(rollEffect(book, { ...PROPOSAL, ...changes })?.annualisedYield).toBeNull();
  });

  it("knows nothing of a contract that is not there", () => {
    expect(rollEffect(wheelBook({}), PROPOSAL)).toBeNull();
  });
});

describe("any roll", () => {
  const prices = fc.record({ close: anyPrice, open: anyPrice, strike: anyPrice, at: anyPrice });

  it("is its two trades, and nothing else of the cycle changes", () => {
    fc.assert(
      fc.property(anyBook, prices, fc.nat(), (book, { close, open, strike, at }, pick) => {
        const short = book.shorts[pick % Math.max(1, book.shorts.length)];
        fc.pre(short !== undefined);
        if (short === undefined) return;
        const contracts = Exact.min(1, short.contracts);
        const effect = rollEffect(book, {
          ...PROPOSAL,
          contractId: short.option.contractId,
          contracts: contracts.toFixed(),
          closePrice: close,
          openPrice: open,
          strike,
        });
        expect(effect).not.toBeNull();
        if (effect === null) return;
        // The old contract taken away and the new one alone, priced by themselves.
        const price = new Exact(at);
        const before = profitAt([book], price);
        const old = profitAt([wheelBook({ shorts: [ofContracts(short, contracts)] })], price);
        const opened = effect.book.shorts.at(-1);
        const fresh = profitAt([wheelBook({ shorts: opened === undefined ? [] : [opened] })], price);
        const after = before
          .minus(old)
          .plus(fresh)
          .plus(effect.closeCash)
          .plus(effect.openCash)
          .minus("0.08");
        expect(profitAt([effect.book], price).eq(after)).toBe(true);
        expect(effect.book.shares.eq(book.shares)).toBe(true);
      }),
    );
  });

  it("into the same contract at one price without fees changes nothing", () => {
    fc.assert(
      fc.property(anyBook, prices, (book, { close, at }) => {
        const short = book.shorts[0];
        fc.pre(short !== undefined);
        if (short === undefined) return;
        const effect = rollEffect(book, {
          ...PROPOSAL,
          contractId: short.option.contractId,
          contracts: short.contracts.toFixed(),
          closePrice: close,
          openPrice: close,
          strike: short.option.strike,
          expiration: short.option.expiration,
          fees: "0",
        });
        expect(effect?.rolled).toEqual(effect?.keeping);
        expect(effect?.netCredit).toBe("0");
        const price = new Exact(at);
        expect(profitAt(effect === null ? [] : [effect.book], price).eq(profitAt([book], price))).toBe(true);
      }),
    );
  });
});
