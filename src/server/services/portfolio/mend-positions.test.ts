import { describe, expect, it } from "vitest";
import { mendPositions } from "@/server/services/portfolio/mend-positions";
import type { OptionPosition, OptionQuote, ReadingPart, StockPosition } from "@/shared/schemas/trading";
import { optionTerms } from "@/test/wheel-builders";

const quote = { price: "10", bid: null, ask: null, previousClose: null, quotedAt: null };
const optionQuote: OptionQuote = {
  ...quote,
  delta: null,
  gamma: null,
  theta: null,
  vega: null,
  impliedVolatility: null,
  openInterest: null,
  volume: null,
};

function stock(given: Partial<StockPosition> = {}): StockPosition {
  return {
    kind: "stock",
    accountNumber: "1",
    symbol: "ACME",
    name: "Acme",
    quantity: "3",
    averagePrice: "9",
    openedAt: null,
    sharesHeldForCalls: null,
    quote,
    ...given,
  };
}

function option(given: Partial<OptionPosition> = {}): OptionPosition {
  return {
    kind: "option",
    accountNumber: "1",
    symbol: "ACME",
    contractId: "contract-1",
    quantity: "-1",
    averagePrice: "1",
    openedAt: null,
    option: optionTerms(),
    quote: optionQuote,
    underlyingQuote: quote,
    pendingQuantity: null,
    ...given,
  };
}

const bareStock = stock({ name: null, quote: null, quantity: "5" });
const bareOption = option({ option: null, quote: null, underlyingQuote: null, quantity: "-2" });
const known = [stock(), option(), stock({ symbol: "OLD" }), option({ contractId: "contract-2" })];

const mend = (...failed: ReadingPart[]) => mendPositions([bareStock, bareOption], known, new Set(failed));

describe("positions of which parts failed", () => {
  it("are as they were read where nothing failed", () => {
    expect(mend()).toEqual([bareStock, bareOption]);
  });

  it("have the last known name, terms or prices of the part that failed, and nothing else", () => {
    expect(mend("stock_prices")).toEqual([
      { ...bareStock, quote },
      { ...bareOption, underlyingQuote: quote },
    ]);
    expect(mend("option_prices")).toEqual([bareStock, { ...bareOption, quote: optionQuote }]);
    expect(mend("contracts")).toEqual([bareStock, { ...bareOption, option: optionTerms() }]);
  });

  it("have the last known holdings where those failed, and those that are nowhere named without them", () => {
    expect(mend("stock_holdings")).toEqual([bareStock, bareOption, stock({ symbol: "OLD" })]);
    expect(mend("option_holdings")).toEqual([bareStock, bareOption, option({ contractId: "contract-2" })]);
    expect(mend("instruments")).toEqual([
      { ...bareStock, name: "Acme" },
      bareOption,
      stock({ symbol: "OLD" }),
    ]);
  });

  it("keep what could be read in spite of a failure", () => {
    const newer = [
      stock({ quote: { ...quote, price: "12" } }),
      option({ option: optionTerms({ strike: "99" }) }),
    ];
    expect(mendPositions(newer, known, new Set(["stock_prices", "contracts", "instruments"]))).toEqual([
      ...newer,
      stock({ symbol: "OLD" }),
    ]);
  });

  it("miss what was never known, and another account's is not theirs", () => {
    const other = [stock({ accountNumber: "2" }), option({ accountNumber: "2" })];
    expect(mendPositions([bareStock, bareOption], other, new Set(["stock_prices", "contracts"]))).toEqual([
      bareStock,
      bareOption,
    ]);
  });
});
