import { describe, expect, it } from "vitest";
import { allocationOf } from "@/components/accounts/allocation";
import type { PositionRow } from "@/components/positions/position-row";

const stock = (
  symbol: string,
  marketValue: string | null,
  state: PositionRow["state"] = "fresh",
): PositionRow => ({
  key: symbol,
  title: symbol,
  connectionLabel: "Mine",
  account: "Mine ••••1234",
  state,
  holding: undefined,
  price: undefined,
  position: {
    kind: "stock",
    accountId: "a",
    maskedNumber: "••••1234",
    quantity: "1",
    averagePrice: null,
    openedAt: null,
    symbol,
    name: null,
    sharesHeldForCalls: null,
    quote: null,
    marketValue,
    costBasis: null,
    openProfit: null,
    dayChange: null,
    priceState: state,
  },
});

describe("allocation", () => {
  it("puts positions together by underlying, cash beside them, the largest first, shorts below zero", () => {
    const rows = [stock("A", "100"), stock("B", "-250", "stale"), stock("A", "50"), stock("C", null)];
    expect(allocationOf(rows, "100", "underlying")).toEqual([
      { key: "of B", label: "B", value: "-250", percent: "-50", staleRows: 1 },
      { key: "of A", label: "A", value: "150", percent: "30", staleRows: 0 },
      { key: "cash", label: "Cash", value: "100", percent: "20", staleRows: 0 },
    ]);
  });

  it("puts positions together by kind", () => {
    expect(allocationOf([stock("A", "1"), stock("B", "3")], null, "kind")).toEqual([
      { key: "stock", label: "Shares", value: "4", percent: "100", staleRows: 0 },
    ]);
  });

  it("puts the small ones together as others", () => {
    const rows = ["A", "B", "C", "D"].map((symbol, index) => stock(symbol, String(4 - index)));
    expect(allocationOf(rows, "0", "underlying", 3).map(({ label, value }) => [label, value])).toEqual([
      ["A", "4"],
      ["B", "3"],
      ["2 others", "3"],
    ]);
  });

  it("is nothing of nothing", () => expect(allocationOf([], null, "kind")).toEqual([]));
});
