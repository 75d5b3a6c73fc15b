import { describe, expect, it } from "vitest";
import { orderRows } from "@/components/orders/order-row";
import type { OrdersView, OrderView } from "@/shared/schemas/trading";

const AT = "2026-11-20T15:00:00.000Z";
const option = {
  contractId: "1",
  underlying: "AAPL",
  right: "put",
  strike: "190",
  expiration: "2026-12-18",
  multiplier: "100",
  sharesPerContract: "100",
  settlement: "physical",
  adjusted: false,
} as const;
type Leg = OrderView["legs"][number];
const leg = (part: Partial<Leg>): Leg => ({
  option,
  side: "sell",
  effect: "open",
  ratio: 1,
  filledQuantity: "0",
  averageFillPrice: null,
  ...part,
});
const order = (part: Partial<OrderView>): OrderView => ({
  orderId: "o1",
  accountId: "a1",
  maskedNumber: "••••1234",
  kind: "option",
  symbol: "AAPL",
  status: "open",
  type: "limit",
  timeInForce: "gtc",
  quantity: "1",
  filledQuantity: "0",
  limitPrice: "1.2",
  stopPrice: null,
  averageFillPrice: null,
  fees: null,
  legs: [leg({})],
  rejectReason: null,
  placedAt: AT,
  updatedAt: AT,
  ...part,
});
const view = (...orders: OrderView[]): OrdersView => ({
  connectionId: "c1",
  parts: [{ part: "option_orders", source: "robinhood", state: "stale", asOf: AT, errorCode: null }],
  revalidating: false,
  budget: null,
  orders,
  nextCursor: null,
});
const CONNECTIONS = [{ id: "c1", label: "Mine" }];
const only = (made: OrderView) => orderRows([view(made)], CONNECTIONS)[0];

describe("an order as a row", () => {
  it("names the contract, the action and the account", () => {
    expect(only(order({}))).toMatchObject({
      title: "AAPL 190 put 18 Dec 2026",
      action: "Sell to open",
      account: "Mine ••••1234",
      state: "stale",
    });
  });

  it("names shares by their symbol, and says nothing of an effect that nobody gives", () => {
    const legs = [leg({ option: null, side: "buy", effect: null })];
    expect(only(order({ kind: "stock", legs }))).toMatchObject({
      title: "AAPL",
      action: "Buy",
      state: "fresh",
    });
  });

  it("calls a close beside an open a roll, and other mixtures several legs", () => {
    const close = leg({ side: "buy", effect: "close" });
    expect(only(order({ legs: [close, leg({})] }))).toMatchObject({ title: "AAPL, 2 legs", action: "Roll" });
    expect(only(order({ legs: [leg({}), leg({ side: "buy" })] }))?.action).toBe("Several legs");
    expect(only(order({ legs: [leg({}), leg({})] }))?.action).toBe("Sell to open");
  });

  it("stands once, as the newer page has it", () => {
    const rows = orderRows(
      [view(order({ status: "filled" })), view(order({ status: "open" }), order({ orderId: "o2" }))],
      CONNECTIONS,
    );
    expect(rows.map((row) => [row.order.orderId, row.order.status])).toEqual([
      ["o1", "filled"],
      ["o2", "open"],
    ]);
  });
});
