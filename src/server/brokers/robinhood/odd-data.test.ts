import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ReadingCalls, readingCallsOf } from "@/server/brokers/robinhood/on-sandbox.contract";
import {
  listOf,
  type RobinhoodOnScript,
  scriptedSession as session,
} from "@/server/brokers/robinhood/on-script.contract";
import {
  chain,
  contract,
  created_at,
  execution,
  holding,
  leg,
  link,
  optionOrder,
  startRobinhoodOnSamples,
  stock,
  stockOrder,
} from "@/server/brokers/robinhood/sample-rows.contract";

/** Data that the sandbox does not have, or not in every form in which it was seen. */
let on: RobinhoodOnScript;
let broker: ReadingCalls;
let script: RobinhoodOnScript["script"];

beforeEach(async () => {
  on = await startRobinhoodOnSamples();
  broker = readingCallsOf(on.broker);
  script = on.script;
});
afterEach(() => on.close());

describe("stock holdings", () => {
  const read = async (fields: object) => {
    script["GET /positions/"] = listOf({ ...stock, ...fields });
    const { rows } = await broker.getPositions(session, { includeOptions: false });
    return rows[0];
  };

  it.each([
    ["11.50", {}],
    ["11.50", { average_buy_price: "0.0000", clearing_average_cost: "11.50000000" }],
    ["11.50", { average_buy_price: null, clearing_average_cost: "-11.50000000" }],
    [null, { average_buy_price: "0.0000" }],
  ])("cost %s from %j", async (averagePrice, fields) => {
    expect(await read(fields)).toMatchObject({ averagePrice, quantity: "10", openedAt: null });
  });

  it("can be short, and leave out what is closed or another account's", async () => {
    expect(await read({ type: "short", created_at })).toMatchObject({
      quantity: "-10",
      openedAt: "2026-11-02T14:30:00.000Z",
    });
    expect(await read({ quantity: "0.00000000" })).toBeUndefined();
    expect(await read({ account: link("accounts/other") })).toBeUndefined();
  });

  it("ask for the symbol where it is missing, and say where nobody knows it", async () => {
    script["GET /instruments/"] = listOf({
      id: "i1",
      symbol: "F",
      simple_name: null,
      name: "Ford Motor Company",
    });
    expect(await read({ symbol: null })).toMatchObject({ symbol: "F", name: "Ford Motor Company" });
    script["GET /instruments/"] = listOf({ id: "i1", symbol: "F" });
    expect(await read({ symbol: null })).toMatchObject({ name: null });
    script["GET /instruments/"] = listOf();
    const { rows, failures } = await broker.getPositions(session, { includeOptions: false });
    expect(rows).toEqual([]);
    expect(failures).toMatchObject([{ part: "instruments", error: { code: "CONN_UNEXPECTED_REPLY" } }]);
  });

  it("of an unexpected shape are told, beside those that are understood", async () => {
    script["GET /positions/"] = listOf(stock, { ...stock, quantity: 10 });
    const { rows, failures } = await broker.getPositions(session, { includeOptions: false });
    expect(rows).toHaveLength(1);
    expect(failures).toMatchObject([{ part: "stock_holdings", error: { code: "CONN_UNEXPECTED_REPLY" } }]);
    expect(String(failures[0]?.error.cause)).toContain("results.1: quantity");
  });

  it("have no price where the broker gives a null or nothing", async () => {
    script["GET /quotes/"] = listOf(null);
    expect(await read({})).toMatchObject({ quote: null });
    script["GET /quotes/"] = listOf({ symbol: "F", last_trade_price: "11.6", previous_close: "11.4" });
    expect(await read({})).toMatchObject({
      quote: { price: "11.60", bid: null, ask: null, previousClose: "11.40", quotedAt: null },
    });
  });
});

describe("option holdings", () => {
  const read = async (fields: object, ofContract: object = {}, ofChain: object = {}) => {
    script["GET /options/positions/"] = listOf({ ...holding, ...fields });
    script["GET /options/instruments/"] = listOf({ ...contract, ...ofContract });
    script["GET /options/chains/"] = listOf({ ...chain, ...ofChain });
    const { rows, failures } = await broker.getPositions(session, { includeOptions: true });
    return { ...rows[0], failures };
  };

  it("are per share and signed, whatever the multiplier", async () => {
    expect(await read({})).toMatchObject({ quantity: "-1", averagePrice: "0.55", pendingQuantity: null });
    expect(await read({ type: "long", average_price: "55.0000" })).toMatchObject({
      quantity: "1",
      averagePrice: "0.55",
    });
    const odd = { trade_value_multiplier: null, pending_assignment_quantity: "1.0000" };
    expect(await read(odd, {}, { trade_value_multiplier: "150.0000" })).toMatchObject({
      averagePrice: "0.36666667",
      pendingQuantity: "1",
    });
    expect(
      await read({ average_price: null, pending_expired_quantity: "1", pending_expiration_quantity: "1" }),
    ).toMatchObject({ averagePrice: null, pendingQuantity: "1" });
    expect(await read({ trade_value_multiplier: "0.0000", opened_at: created_at })).toMatchObject({
      averagePrice: null,
      openedAt: "2026-11-02T14:30:00.000Z",
    });
  });

  it("have no price that nobody can tell, and say what is missing", async () => {
    const unknown = await read({ trade_value_multiplier: null }, {}, { trade_value_multiplier: null });
    expect(unknown).toMatchObject({ option: null, averagePrice: null, failures: [{ part: "contracts" }] });
    expect(await read({}, {}, { id: "other" })).toMatchObject({
      option: null,
      failures: [{ part: "contracts" }],
    });
  });

  it.each([
    ["standard", { adjusted: false, sharesPerContract: "100" }, {}],
    [
      "by instruments",
      { sharesPerContract: "100" },
      { underlyings: null, underlying_instruments: [{ quantity: 100 }] },
    ],
    ["nobody says", { adjusted: true, sharesPerContract: null }, { underlyings: null }],
    ["no quantity", { adjusted: true, sharesPerContract: null }, { underlyings: [{ symbol: "F" }] }],
    ["cash of zero", { adjusted: false, sharesPerContract: "100" }, { cash_component: "0.0000" }],
    ["cash beside", { adjusted: true, sharesPerContract: null }, { cash_component: "12.5000" }],
    ["cash as an object", { adjusted: true, sharesPerContract: null }, { cash_component: { amount: "1" } }],
    [
      "two stocks",
      { adjusted: true, sharesPerContract: null },
      {
        underlyings: [
          { symbol: "F", quantity: "100" },
          { symbol: "G", quantity: "10" },
        ],
      },
    ],
    [
      "a number behind the symbol",
      { adjusted: true, underlying: "F", sharesPerContract: "100" },
      { symbol: "F1", underlyings: null, underlying_instruments: [{ quantity: 100 }] },
    ],
    [
      "other than a hundred shares",
      { adjusted: true, sharesPerContract: "10" },
      { underlyings: [{ symbol: "F", quantity: 10 }] },
    ],
  ])("deliver what the chain says: %s", async (_title, option, ofChain) => {
    expect(await read({}, {}, ofChain)).toMatchObject({ option, failures: [] });
  });

  it("know an index by the contract or by its chain", async () => {
    const cash = { settlement: "cash", sharesPerContract: null, adjusted: false };
    expect(await read({}, { underlying_type: "index" })).toMatchObject({ option: cash });
    const underlyings = [{ symbol: "SPX", type: "index", quantity: "100" }];
    expect(await read({}, {}, { symbol: "SPXW", underlyings })).toMatchObject({
      symbol: "SPX",
      option: { ...cash, underlying: "SPX" },
    });
  });

  it("have no price where the broker gives a null or half of it", async () => {
    script["GET /marketdata/options/"] = listOf(null);
    expect(await read({})).toMatchObject({ quote: null });
    script["GET /marketdata/options/"] = listOf({ instrument: holding.option, mark_price: "0.5" });
    expect(await read({})).toMatchObject({ quote: { price: "0.50", bid: null, delta: null, volume: null } });
  });
});

describe("orders", () => {
  const read = async (orders: { stock?: object; option?: object }) => {
    script["GET /orders/"] = orders.stock ? listOf({ ...stockOrder, ...orders.stock }) : listOf();
    script["GET /options/orders/"] = orders.option ? listOf({ ...optionOrder, ...orders.option }) : listOf();
    const { rows, failures } = await broker.getOrders(session, { limit: 10 });
    return { ...rows[0], failures };
  };

  it.each([
    ["market", {}, { limitPrice: null }],
    ["limit", { type: "limit" }, { limitPrice: "12.00" }],
    ["stop", { trigger: "stop", stop_price: "10.5" }, { stopPrice: "10.50", limitPrice: null }],
    ["stop_limit", { type: "limit", trigger: "stop", stop_price: "10.5" }, { limitPrice: "12.00" }],
    ["trailing_stop", { trigger: "stop", trailing_peg: { type: "percentage" } }, {}],
    ["other", { type: "something" }, { limitPrice: null }],
  ])("are of type %s by %j", async (type, fields, also) => {
    expect(await read({ stock: fields })).toMatchObject({ type, ...also, failures: [] });
  });

  it.each([
    ["open", "queued"],
    ["open", "unconfirmed"],
    ["open", "pending_cancelled"],
    ["cancelled", "voided"],
    ["rejected", "failed"],
    ["expired", "expired"],
    ["partially_filled", "partially_filled"],
  ])("are %s while the broker says %s", async (status, state) => {
    expect(await read({ stock: { state } })).toMatchObject({ status });
    expect(await read({ option: { state } })).toMatchObject({ status });
  });

  it("in a state that nobody knows are told as not understood", async () => {
    expect(await read({ stock: { state: "pondering" }, option: {} })).toMatchObject({
      kind: "option",
      failures: [{ part: "stock_orders", error: { code: "CONN_UNEXPECTED_REPLY" } }],
    });
  });

  it("tell a dollar order, an effect and a reason", async () => {
    const order = await read({
      stock: { quantity: null, position_effect: "close", state: "rejected", reject_reason: "x".repeat(500) },
    });
    expect(order).toMatchObject({ quantity: null, legs: [{ effect: "close", ratio: 1 }] });
    expect(order.rejectReason).toHaveLength(300);
    expect(await read({ stock: { position_effect: "unknown", time_in_force: "gtc" } })).toMatchObject({
      timeInForce: "gtc",
      legs: [{ effect: null }],
    });
  });

  it("of a stock that nobody knows are told as not understood", async () => {
    const { failures, orderId } = await read({ stock: { symbol: null } });
    expect(orderId).toBeUndefined();
    expect(failures).toMatchObject([{ part: "instruments" }]);
  });

  it.each([
    [null, {}],
    ["0.04", { regulatory_fees: "0.04" }],
    ["0.50", { contract_fees: "0.50" }],
    ["0.54", { regulatory_fees: "0.04", contract_fees: "0.50" }],
  ])("cost %s with %j", async (fees, fields) => {
    expect(await read({ option: fields })).toMatchObject({ fees, averageFillPrice: "0.55" });
  });

  it("of several legs have the net per share, by ratio; nothing until each leg has a fill", async () => {
    const bought = { ...leg, side: "buy", ratio_quantity: 2, executions: [{ ...execution, price: "0.30" }] };
    expect(await read({ option: { direction: "debit", price: "0.05", legs: [leg, bought] } })).toMatchObject({
      limitPrice: "-0.05",
      averageFillPrice: "-0.05",
      legs: [{ ratio: 1 }, { ratio: 2 }],
    });
    expect(await read({ option: { legs: [leg, { ...bought, executions: [] }] } })).toMatchObject({
      limitPrice: "0.55",
      averageFillPrice: null,
    });
    expect(await read({ option: { type: "market", price: null } })).toMatchObject({ limitPrice: null });
    expect(await read({ option: { price: null } })).toMatchObject({ limitPrice: null });
  });

  it("ask for the contract where a leg does not bring its terms", async () => {
    script["GET /options/instruments/"] = listOf(contract);
    expect(await read({ option: { legs: [{ ...leg, strike_price: null }] } })).toMatchObject({
      legs: [{ option: { strike: "12", right: "put" } }],
      failures: [],
    });
  });

  it("of another account than asked for are left out", async () => {
    expect((await read({ stock: { account: link("accounts/other") } })).orderId).toBeUndefined();
    expect((await read({ option: { account_number: "other" } })).orderId).toBeUndefined();
  });
});

describe("lists", () => {
  it("of named ids end soon, or are not what was asked for", async () => {
    script["GET /positions/"] = listOf(stock);
    script["GET /quotes/"] = [{ body: { results: [], next: "/quotes/" } }];
    const { failures } = await broker.getPositions(session, { includeOptions: false });
    expect(failures).toMatchObject([{ part: "stock_prices", error: { code: "CONN_UNEXPECTED_REPLY" } }]);
    expect(on.seen.length).toBeLessThan(120);
  });

  it("that lead elsewhere are not followed", async () => {
    script["GET /positions/"] = [
      { body: { results: [stock], next: "https://elsewhere.example/positions/" } },
    ];
    const { rows, failures } = await broker.getPositions(session, { includeOptions: false });
    expect(rows).toHaveLength(1);
    expect(failures).toMatchObject([{ part: "stock_holdings", error: { code: "CONN_ADDRESS_REFUSED" } }]);
  });
});
