import { Decimal } from "decimal.js";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type ReadingCalls,
  type RobinhoodOnSandbox,
  readingCallsOf,
  sessionOf,
  startRobinhoodOnSandbox,
} from "@/server/brokers/robinhood/on-sandbox.contract";
import { type AccountEvent, accountEventSchema } from "@/shared/schemas/activity";

// Much data is read over real HTTP, maybe on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let on: RobinhoodOnSandbox;
let broker: ReadingCalls;

beforeAll(async () => {
  on = await startRobinhoodOnSandbox();
  broker = readingCallsOf(on.broker);
});
afterEach(() => on.sandbox.control.reset());
afterAll(() => on.close());

async function activityOf(person: string, since: Date | null = null) {
  const session = await sessionOf(on, person);
  on.sandbox.control.clearRequests();
  return broker.getActivity(session, since);
}

function only<Kind extends AccountEvent["kind"]>(
  rows: readonly AccountEvent[],
  ...kinds: readonly Kind[]
): Extract<AccountEvent, { kind: Kind }>[] {
  const isOne = (row: AccountEvent): row is Extract<AccountEvent, { kind: Kind }> =>
    kinds.some((kind) => kind === row.kind);
  return rows.filter(isOne);
}

describe("what happened in an account", () => {
  let rows: readonly AccountEvent[];
  beforeAll(async () => {
    const reply = await activityOf("paul");
    expect(reply.failures).toEqual([]);
    rows = reply.rows;
  });

  it("fits the schema, and has an id of its own for each event", () => {
    for (const row of rows) expect(accountEventSchema.parse(row)).toEqual(row);
    expect(new Set(rows.map((row) => row.eventId)).size).toBe(rows.length);
  });

  it("has fills per share with the order's fees spread over them to the cent", async () => {
    const session = await sessionOf(on, "paul");
    const { rows: orders } = await broker.getOrders(session, { limit: 1000 });
    const trades = only(rows, "stock_trade", "option_trade");
    for (const order of orders) {
      const fills = trades.filter((trade) => trade.orderId === order.orderId);
      const fees = Decimal.sum(0, ...fills.map((fill) => fill.fees ?? Number.NaN));
      if (fills.length > 0) expect(fees.toFixed(2)).toBe(order.fees);
      expect(fills.length > 0).toBe(order.filledQuantity !== "0");
    }
    const sofi = trades.filter((trade) => trade.kind === "option_trade" && trade.option.strike === "15");
    expect(sofi.map(({ quantity, price, side }) => [quantity, price, side])).toEqual([
      ["2", "0.65", "sell"],
      ["1", "0.66", "sell"],
      ["2", "0.67", "sell"],
    ]);
  });

  it("keeps a trade on the terms it was made on, and an end on those of the end", () => {
    const split = only(rows, "split").find((row) => row.symbol === "HLCN");
    expect(split).toMatchObject({ oldShares: "100", newShares: "400", at: "2025-11-10T05:00:00.000Z" });
    const opened = only(rows, "option_trade").find(
      ({ option }) => option.underlying === "HLCN" && option.strike === "130",
    );
    const ended = only(rows, "option_assignment", "option_exercise", "option_expiration").find(
      ({ option }) => option.contractId === opened?.option.contractId,
    );
    expect(ended?.option).toMatchObject({ strike: "32.5", multiplier: "100", sharesPerContract: "100" });
  });

  it("tells assignments, exercises and expirations, with their shares and cash", () => {
    const intel = only(rows, "option_assignment", "option_exercise").filter(
      ({ option }) => option.underlying === "INTC",
    );
    expect(intel.map(({ held, shares, cash, early }) => ({ held, shares, cash, early }))).toEqual([
      { held: "short", shares: "-200", cash: "4400.00", early: false },
      { held: "short", shares: "200", cash: "-4200.00", early: false },
    ]);
    const exercised = only(rows, "option_assignment", "option_exercise").find(({ held }) => held === "long");
    expect(exercised).toMatchObject({
      kind: "option_exercise",
      early: true,
      shares: "100",
      cash: "-2500.00",
    });
    const expired = only(rows, "option_expiration");
    expect(expired.length).toBeGreaterThan(0);
    expect(expired.every(({ at }) => /T2[01]:00:00\.000Z$/.test(at))).toBe(true);
  });

  it("settles index options in cash, without shares", () => {
    const settled = only(rows, "option_cash_settlement");
    expect(settled).toMatchObject([{ held: "short", cash: "-580.00", option: { settlement: "cash" } }]);
    expect(
      only(rows, "option_assignment", "option_exercise").some(({ option }) => option.settlement === "cash"),
    ).toBe(false);
  });

  it("changes contracts to other terms", () => {
    const change = only(rows, "contract_change").find(({ from }) => from.underlying === "QRRY");
    expect(change).toMatchObject({
      from: { strike: "60", multiplier: "100", sharesPerContract: "100", adjusted: false },
      to: { strike: "40", multiplier: "150", sharesPerContract: "150", adjusted: true },
      oldQuantity: "1",
      newQuantity: "1",
      held: "short",
    });
  });

  it("has dividends with their days", () => {
    const dividend = only(rows, "dividend").find(({ symbol }) => symbol === "BAC");
    expect(dividend).toMatchObject({ amount: "26.00", sharesHeld: "100", paid: true, payDate: "2026-08-19" });
  });
});

it("turns all pages, and is the same however long they are", async () => {
  const whole = await activityOf("ivan");
  on.sandbox.control.setKnobs({ pageSize: 7 });
  const paged = await activityOf("ivan");
  expect(paged.failures).toEqual([]);
  expect(paged.rows).toEqual(whole.rows);
});

it("has nothing of a login without an account", async () => {
  expect(await activityOf("noor")).toEqual({ rows: [], failures: [] });
});

describe("since a time", () => {
  it("asks for less, and finds everything that is newer", async () => {
    const whole = await activityOf("uma");
    const calls = on.sandbox.control.requests().length;
    const since = new Date("2026-11-12T00:00:00Z");
    const recent = await activityOf("uma", since);
    expect(on.sandbox.control.requests().length).toBeLessThan(calls);
    const newer = whole.rows.filter((row) => new Date(row.at) >= since);
    expect(newer.length).toBeGreaterThan(0);
    expect(recent.failures).toEqual([]);
    expect(recent.rows).toEqual(expect.arrayContaining([...newer]));
    expect(recent.rows.length).toBeLessThan(whole.rows.length);
  });

  it("knows the side of an expiration whose opening lies further back", async () => {
    const whole = await activityOf("paul");
    const recent = await activityOf("paul", new Date("2026-09-30T00:00:00Z"));
    const expired = only(recent.rows, "option_expiration");
    expect(expired.length).toBeGreaterThan(0);
    expect(whole.rows).toEqual(expect.arrayContaining(expired));
    expect(on.sandbox.control.requests({ route: "/options/orders/" })).toHaveLength(2);
  });
});

describe("contracts that were opened elsewhere", () => {
  it("end all the same, on the side that the money would have gone", async () => {
    const { rows, failures } = await activityOf("rosa");
    expect(failures).toEqual([]);
    expect(only(rows, "option_expiration")).toMatchObject([{ held: "short", option: { underlying: "F" } }]);
  });

  it("are left out, and that is said, while the orders that may have opened them can't be read", async () => {
    on.sandbox.control.addFault({ kind: "status", status: 503, path: "/options/orders/" });
    const { rows, failures } = await activityOf("rosa");
    expect(failures.map(({ part }) => part)).toEqual(["option_orders", "option_events"]);
    expect(only(rows, "option_expiration")).toEqual([]);
    expect(only(rows, "option_assignment").length).toBeGreaterThan(0);
  });
});

describe("a part that fails", () => {
  const lists = [
    ["/orders/", "stock_orders", "stock_trade"],
    ["/options/orders/", "option_orders", "option_trade"],
    ["/options/events/", "option_events", "option_assignment"],
    ["/dividends/", "dividends", "dividend"],
    ["/corp_actions/v2/split_payments/", "splits", "split"],
    ["/options/corp_actions/", "contract_changes", "contract_change"],
    ["/options/chains/", "contracts", "option_trade"],
    ["/options/instruments/", "contracts", "option_assignment"],
    ["/instruments/", "instruments", "dividend"],
  ] as const;

  it.each(lists)("is named, and the rest is there: %s", async (path, part, kind) => {
    const { rows: whole } = await activityOf("paul");
    on.sandbox.control.addFault({ kind: "wrong-types", path });
    const { rows, failures } = await activityOf("paul");
    expect(failures[0]).toMatchObject({ part, error: { code: "CONN_UNEXPECTED_REPLY" } });
    expect(only(rows, kind)).toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
    expect(whole).toEqual(expect.arrayContaining([...rows]));
  });

  it.each(lists)("ends the call where the session is dead: %s", async (path) => {
    on.sandbox.control.addFault({ kind: "status", status: 401, path });
    await expect(activityOf("paul")).rejects.toMatchObject({ code: "AUTH_SESSION_EXPIRED" });
  });

  it("is thrown where none can be read", async () => {
    const session = await sessionOf(on, "paul");
    const paths = [
      "*/orders/",
      "/options/events/",
      "/dividends/",
      "/corp_actions/*",
      "/options/corp_actions/",
    ];
    for (const path of paths) on.sandbox.control.addFault({ kind: "status", status: 503, path });
    await expect(broker.getActivity(session, null)).rejects.toMatchObject({
      code: "CONN_BROKER_UNAVAILABLE",
    });
  });
});
