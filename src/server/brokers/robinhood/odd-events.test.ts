import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ReadingCalls, readingCallsOf } from "@/server/brokers/robinhood/on-sandbox.contract";
import {
  listOf,
  type RobinhoodOnScript,
  scriptedSession as session,
} from "@/server/brokers/robinhood/on-script.contract";
import {
  account,
  chain,
  contract,
  created_at,
  event,
  leg,
  link,
  optionOrder,
  startRobinhoodOnSamples,
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

describe("events", () => {
  const read = async (path: string, row: object) => {
    script[`GET ${path}`] = listOf(row);
    script["GET /options/instruments/"] = listOf(contract);
    const { rows, failures } = await broker.getActivity(session, null);
    return { ...rows[0], failures };
  };

  it("of contracts that are delivered have shares and cash where the broker says so", async () => {
    const bare = await read("/options/events/", event);
    expect(bare).toMatchObject({ kind: "option_assignment", shares: null, cash: "-1200.00", early: true });
    const equity_components = [{ side: "sell", quantity: "100.0000" }];
    expect(await read("/options/events/", { ...event, equity_components })).toMatchObject({
      shares: "-100",
      cash: "1200.00",
    });
    const nothing = { ...event, direction: null, equity_components: null, type: "exercise" };
    expect(await read("/options/events/", nothing)).toMatchObject({ held: "long", shares: null, cash: null });
    const credited = {
      ...nothing,
      total_cash_amount: null,
      cash_component: { direction: "credit", cash_amount: "7.5" },
    };
    expect(await read("/options/events/", credited)).toMatchObject({ cash: "7.50" });
  });

  it("of index options are settled in cash, or expire", async () => {
    script["GET /options/chains/"] = listOf({ ...chain, underlyings: [{ symbol: "XSP", type: "index" }] });
    const ended = { ...event, type: "expiration", direction: "debit" };
    expect(await read("/options/events/", ended)).toMatchObject({
      kind: "option_cash_settlement",
      cash: "-1200.00",
      held: "short",
    });
    expect(await read("/options/events/", { ...ended, total_cash_amount: "0.0000" })).toMatchObject({
      kind: "option_expiration",
    });
    expect(await read("/options/events/", { ...event, direction: null })).toMatchObject({
      kind: "option_cash_settlement",
      cash: null,
    });
    expect(await read("/options/events/", { ...ended, total_cash_amount: null })).toMatchObject({
      kind: "option_expiration",
    });
  });

  it.each([
    ["short", "put", "debit"],
    ["long", "put", "credit"],
    ["short", "call", "credit"],
    ["long", "call", "debit"],
  ])("that no order tells the side of were %s: a %s with a %s", async (held, type, direction) => {
    script["GET /options/events/"] = listOf({ ...event, type: "expiration", direction });
    script["GET /options/instruments/"] = listOf({ ...contract, type });
    expect((await broker.getActivity(session, null)).rows).toMatchObject([
      { kind: "option_expiration", held },
    ]);
  });

  it("whose side nobody tells are named as missing; orders tell it first", async () => {
    const expired = { ...event, type: "expiration", direction: null };
    expect(await read("/options/events/", expired)).toMatchObject({ failures: [{ part: "option_events" }] });
    const long = { ...leg, side: "buy" };
    script["GET /options/orders/"] = listOf(
      { ...optionOrder, legs: [long], created_at: "2026-11-03T15:00:00Z" },
      { ...optionOrder, legs: [leg] },
    );
    const { rows } = await broker.getActivity(session, null);
    expect(rows.find((row) => row.kind === "option_expiration")).toMatchObject({ held: "long" });
  });

  it.each([{ state: "preparing" }, { type: "voided" }, { account: link("accounts/other") }])(
    "that did not take place here are none: %j",
    async (fields) => {
      expect(await read("/options/events/", { ...event, ...fields })).toEqual({ failures: [] });
    },
  );

  const dividend = {
    id: "d1",
    account,
    instrument: link("instruments/i1"),
    amount: "10.00",
    payable_date: "2026-07-15",
    state: "pending",
  };

  it.each([
    [{}, { paid: false, amount: "10.00", at: "2026-07-15T20:00:00.000Z", exDate: null, sharesHeld: null }],
    [{ state: "reinvested" }, { paid: true }],
    [
      { state: "settled", paid_at: created_at },
      { paid: true, at: "2026-11-02T14:30:00.000Z" },
    ],
    [{ gross_amount: "10.00", withholding: "1.50" }, { amount: "8.50" }],
    [
      { amount: "8.50", gross_amount: "10.00", withholding: "1.50", nra_withholding: "1.50" },
      { amount: "8.50" },
    ],
    [{ fee: "0.20" }, { amount: "9.80" }],
  ])("of dividends with %j", async (fields, expected) => {
    script["GET /instruments/"] = listOf({ id: "i1", symbol: "F" });
    expect(await read("/dividends/", { ...dividend, ...fields })).toMatchObject({ symbol: "F", ...expected });
    expect(await read("/dividends/", { ...dividend, state: "voided" })).toEqual({ failures: [] });
  });

  it("of dividends and splits of a stock that nobody knows are named as missing", async () => {
    expect(await read("/dividends/", dividend)).toMatchObject({ failures: [{ part: "instruments" }] });
  });

  it("of a split count shares in either form, once it is done", async () => {
    script["GET /instruments/"] = listOf({ id: "i1", symbol: "F" });
    const split = { effective_date: "2026-07-15", new_instrument_id: "i1" };
    const payment = {
      id: "x1",
      account_number: "5AB",
      old_shares: 100,
      new_shares: "10.0",
      state: "paid",
      split,
    };
    expect(await read("/corp_actions/v2/split_payments/", payment)).toMatchObject({
      kind: "split",
      at: "2026-07-15T04:00:00.000Z",
      oldShares: "100",
      newShares: "10",
      cashInLieu: null,
    });
    expect(await read("/corp_actions/v2/split_payments/", { ...payment, state: "pending" })).toEqual({
      failures: [],
    });
  });

  it("of changed contracts say what is delivered before and after", async () => {
    const affected = {
      position: link("options/positions/q1"),
      position_type: "short",
      option: link("options/instruments/o1"),
      option_type: "call",
      old_expiration_date: "2026-12-18",
      new_expiration_date: "2026-12-18",
      old_strike_price: "12.0000",
      new_strike_price: "12.0000",
      old_quantity: "2.0000",
      new_quantity: "2.0000",
    };
    const action = {
      id: "a1",
      account_number: "5AB",
      state: "confirmed",
      effective_date: "2026-07-15",
      old_symbol: "F",
      new_symbol: "F1",
      old_trade_value_multiplier: "100.0000",
      new_trade_value_multiplier: "100.0000",
      old_cash_component: null,
      new_cash_component: null,
      affected_positions: [affected],
      underlying_instruments: [
        { old_quantity: 100, new_quantity: 100 },
        { old_quantity: 0, new_quantity: 10 },
      ],
    };
    expect(await read("/options/corp_actions/", action)).toMatchObject({
      kind: "contract_change",
      eventId: "a1:q1",
      held: "short",
      from: { underlying: "F", sharesPerContract: "100", adjusted: false },
      to: { underlying: "F", sharesPerContract: null, adjusted: true },
    });
    const untold = { ...action, underlying_instruments: null, new_cash_component: "3.5000" };
    expect(await read("/options/corp_actions/", untold)).toMatchObject({
      from: { sharesPerContract: null },
      to: { sharesPerContract: null },
    });
    expect(await read("/options/corp_actions/", { ...action, state: "voided" })).toEqual({ failures: [] });
  });

  it("of fills whose contract or stock nobody knows are named as missing", async () => {
    script["GET /options/chains/"] = listOf();
    expect(await read("/options/orders/", optionOrder)).toMatchObject({ failures: [{ part: "contracts" }] });
    script["GET /options/orders/"] = listOf();
    expect(await read("/orders/", { ...stockOrder, symbol: null })).toMatchObject({
      failures: [{ part: "instruments" }],
    });
    expect(await read("/orders/", { ...stockOrder, fees: null })).toMatchObject({
      kind: "stock_trade",
      fees: null,
    });
  });

  it("go on behind a page that has nothing that is understood", async () => {
    const fresh = { ...event, updated_at: "2026-11-14T12:00:00Z" };
    script["GET /options/instruments/"] = listOf(contract);
    script["GET /options/events/"] = [
      { body: { results: [{ id: "unlike" }], next: "/options/events/?cursor=2" } },
      { body: { results: [fresh], next: null } },
    ];
    const { failures, rows } = await broker.getActivity(session, new Date("2026-11-13T00:00:00Z"));
    expect(failures).toMatchObject([{ part: "option_events", error: { code: "CONN_UNEXPECTED_REPLY" } }]);
    expect(rows).toMatchObject([{ kind: "option_assignment", eventId: "v1" }]);
  });

  it("stop at what is older than asked for", async () => {
    const page = (row: object) => [{ body: { results: [row], next: "/more/" } }];
    script["GET /options/instruments/"] = listOf(contract);
    script["GET /instruments/"] = listOf({ id: "i1", symbol: "F" });
    script["GET /options/events/"] = page({ ...event, updated_at: "2025-11-14T12:00:00Z" });
    script["GET /dividends/"] = page({ ...dividend, payable_date: "2025-07-15" });
    const { failures, rows } = await broker.getActivity(session, new Date("2026-11-19T00:00:00Z"));
    expect(failures).toEqual([]);
    expect(rows.map((row) => row.kind)).toEqual(["dividend"]);
    const orders = on.seen.filter(({ line }) => line === "GET /orders/" || line === "GET /options/orders/");
    expect(orders.map(({ query }) => query.get("updated_at[gte]"))).toEqual([
      "2026-11-19T00:00:00.000Z",
      "2026-11-19T00:00:00.000Z",
    ]);
  });
});
