import { describe, expect, it } from "vitest";
import { positionFigures } from "@/server/services/portfolio/position-figures";
import type { OptionPosition, PartProvenance, StockPosition } from "@/shared/schemas/trading";
import { optionTerms } from "@/test/wheel-builders";

const quote = { bid: null, ask: null, quotedAt: "2026-03-02T15:00:00.000Z" };
const parts: PartProvenance[] = (["stock_prices", "option_prices"] as const).map((part) => ({
  part,
  source: "robinhood",
  state: part === "stock_prices" ? "fresh" : "stale",
  asOf: null,
  errorCode: null,
}));

function stock(given: Partial<StockPosition> = {}): StockPosition {
  return {
    kind: "stock",
    accountNumber: "1",
    symbol: "ACME",
    name: null,
    quantity: "150",
    averagePrice: "20.5",
    openedAt: "2026-01-05T15:00:00.000Z",
    sharesHeldForCalls: null,
    quote: { ...quote, price: "21.25", previousClose: "21" },
    ...given,
  };
}

function option(given: Partial<OptionPosition> = {}): OptionPosition {
  return {
    kind: "option",
    accountNumber: "1",
    symbol: "ACME",
    contractId: "contract-1",
    quantity: "-2",
    averagePrice: "1.35",
    openedAt: "2026-01-05T15:00:00.000Z",
    option: optionTerms(),
    quote: {
      ...quote,
      price: "0.9",
      previousClose: "1.1",
      delta: null,
      gamma: null,
      theta: null,
      vega: null,
      impliedVolatility: null,
      openInterest: null,
      volume: null,
    },
    underlyingQuote: null,
    pendingQuantity: null,
    ...given,
  };
}

const figures = (position: StockPosition | OptionPosition) => {
  const { marketValue, costBasis, openProfit, dayChange, priceState } = positionFigures(position, parts);
  return [marketValue, costBasis, openProfit, dayChange, priceState];
};

describe("what a position is worth", () => {
  it("is its shares at their price", () => {
    // 150 × 21.25 · 150 × 20.5 · their difference · 150 × 0.25
    expect(figures(stock())).toEqual(["3187.5", "3075", "112.5", "37.5", "fresh"]);
  });

  it("is owed where it is short, and gains when the price falls", () => {
    // −2 × 0.9 × 100 · −2 × 1.35 × 100 · 90 gained · 2 × 0.2 × 100 gained today
    expect(figures(option())).toEqual(["-180", "-270", "90", "40", "stale"]);
    expect(figures(stock({ quantity: "-10" }))).toEqual(["-212.5", "-205", "-7.5", "-2.5", "fresh"]);
  });

  it("counts an adjusted contract by its own multiplier", () => {
    const adjusted = optionTerms({ adjusted: true, multiplier: "10", sharesPerContract: null });
    expect(figures(option({ option: adjusted }))).toEqual(["-18", "-27", "9", "4", "stale"]);
  });

  it("is unknown, not zero, without a price, a cost, a close before or the terms", () => {
    expect(figures(stock({ quote: null }))).toEqual([null, "3075", null, null, "failed"]);
    expect(figures(stock({ averagePrice: null }))).toEqual(["3187.5", null, null, "37.5", "fresh"]);
    expect(figures(stock({ quote: { ...quote, price: "21.25", previousClose: null } }))).toEqual([
      "3187.5",
      "3075",
      "112.5",
      null,
      "fresh",
    ]);
    expect(figures(option({ option: null }))).toEqual([null, null, null, null, "stale"]);
  });

  it("changed since it was opened where that was on the day of the price", () => {
    const opened = { openedAt: "2026-03-02T14:31:00.000Z" };
    expect(figures(stock(opened))[3]).toBe("112.5");
    // Late in the evening in New York it is the next day in UTC.
    expect(figures(stock({ openedAt: "2026-03-02T02:00:00.000Z" }))[3]).toBe("37.5");
    expect(
      figures(
        stock({ ...opened, quote: { ...quote, price: "21.25", previousClose: "21", quotedAt: null } }),
      )[3],
    ).toBe("37.5");
    expect(figures(stock({ openedAt: null }))[3]).toBe("37.5");
  });

  it("loses no digit, and nothing is minus zero", () => {
    const given = { quantity: "123456789.12345678", averagePrice: "0.1" };
    expect(
      figures(stock({ ...given, quote: { ...quote, price: "0.0001", previousClose: "0.0001" } })),
    ).toEqual(["12345.678912345678", "12345678.912345678", "-12333333.233433332322", "0", "fresh"]);
    expect(figures(stock({ quantity: "-5", averagePrice: "0" }))[1]).toBe("0");
  });

  it("has a price that nobody vouches for where its part is not told", () => {
    expect(positionFigures(stock(), []).priceState).toBe("failed");
  });
});
