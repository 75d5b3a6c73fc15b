import { expect, it } from "vitest";
import { positionRows } from "@/components/positions/position-row";
import type { PositionsView } from "@/shared/schemas/trading";

const AT = "2026-11-20T15:00:00.000Z";
const part = (
  name: "stock_holdings" | "stock_prices" | "option_holdings",
  state: "fresh" | "stale" | "failed",
) => ({
  part: name,
  source: "robinhood" as const,
  state,
  asOf: AT,
  errorCode: null,
});

const VIEW: PositionsView = {
  connectionId: "c1",
  parts: [part("stock_holdings", "fresh"), part("stock_prices", "stale"), part("option_holdings", "fresh")],
  revalidating: false,
  budget: null,
  positions: [
    {
      kind: "stock",
      accountId: "a1",
      maskedNumber: "••••1234",
      quantity: "100",
      averagePrice: "10",
      openedAt: null,
      symbol: "AAPL",
      name: "Apple",
      sharesHeldForCalls: null,
      quote: null,
      marketValue: "1100",
      costBasis: "1000",
      openProfit: "100",
      dayChange: null,
      priceState: "stale",
    },
    {
      kind: "option",
      accountId: "a1",
      maskedNumber: "••••1234",
      quantity: "-1",
      averagePrice: "1",
      openedAt: null,
      symbol: "AAPL",
      contractId: "x",
      option: null,
      quote: null,
      underlyingQuote: null,
      pendingQuantity: null,
      marketValue: null,
      costBasis: null,
      openProfit: null,
      dayChange: null,
      priceState: "failed",
    },
  ],
};

it("makes rows of all positions, each as good as the worst of what it is made of", () => {
  const rows = positionRows([VIEW], [{ id: "c1", label: "Mine" }]);
  expect(rows.map(({ title, account, state }) => [title, account, state])).toEqual([
    ["AAPL", "Mine ••••1234", "stale"],
    ["AAPL, unknown contract", "Mine ••••1234", "failed"],
  ]);
  expect(rows[0]?.price?.asOf).toBe(AT);
  expect(rows[1]?.price).toBeUndefined();
  expect(new Set(rows.map(({ key }) => key)).size).toBe(2);
});
