import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  type ReadingCalls,
  type RobinhoodOnSandbox,
  readingCallsOf,
  sessionOf,
  startRobinhoodOnSandbox,
} from "@/server/brokers/robinhood/on-sandbox.contract";
import { optionContractSchema } from "@/shared/schemas/trading";

let on: RobinhoodOnSandbox;
let broker: ReadingCalls;

beforeAll(async () => {
  on = await startRobinhoodOnSandbox();
  broker = readingCallsOf(on.broker);
});
afterEach(() => on.sandbox.control.reset());
afterAll(() => on.close());

describe("contracts", () => {
  const expiration = "2026-12-18";

  it("come with their prices, by expiration, strike and right", async () => {
    const session = await sessionOf(on);
    const { rows, failures } = await broker.getOptions(session, { underlying: "intc", expiration });
    expect(failures).toEqual([]);
    for (const row of rows) expect(optionContractSchema.parse(row)).toEqual(row);
    expect(rows.every((row) => row.quote?.price != null && row.option.expiration === expiration)).toBe(true);
    const strikes = rows.map((row) => Number(row.option.strike));
    expect(strikes).toEqual([...strikes].sort((one, other) => one - other));
    expect(rows.slice(0, 2).map((row) => row.option.right)).toEqual(["call", "put"]);
    const puts = await broker.getOptions(session, { underlying: "INTC", expiration, right: "put" });
    expect(puts.rows).toEqual(rows.filter((row) => row.option.right === "put"));
    const all = await broker.getOptions(session, { underlying: "INTC" });
    expect(all.rows).toEqual(expect.arrayContaining([...rows]));
    const days = all.rows.map((row) => row.option.expiration);
    expect(days).toEqual([...days].sort());
  });

  it("of an index are settled in cash; an unknown stock has none", async () => {
    const session = await sessionOf(on);
    const { rows } = await broker.getOptions(session, { underlying: "XSP", expiration });
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.option.settlement === "cash")).toBe(true);
    expect(await broker.getOptions(session, { underlying: "NOPE" })).toEqual({ rows: [], failures: [] });
  });

  it("stand without prices, but not without their chain; and a list that fails is thrown", async () => {
    const session = await sessionOf(on);
    const ask = () => broker.getOptions(session, { underlying: "INTC", expiration });
    on.sandbox.control.addFault({ kind: "empty", path: "/marketdata/options/", count: 1 });
    const unpriced = await ask();
    expect(unpriced.failures).toMatchObject([{ part: "option_prices" }]);
    expect(unpriced.rows.some((row) => row.quote === null)).toBe(true);
    on.sandbox.control.addFault({ kind: "empty", path: "/options/chains/", count: 1 });
    expect(await ask()).toMatchObject({ rows: [], failures: [{ part: "contracts" }] });
    on.sandbox.control.addFault({ kind: "empty", path: "/options/instruments/" });
    await expect(ask()).rejects.toMatchObject({ code: "CONN_UNEXPECTED_REPLY" });
  });
});

describe("share facts", () => {
  it("are prices and ex-dividend days; an unknown symbol is left out", async () => {
    const session = await sessionOf(on);
    const reply = await broker.getShareFacts(session, ["KO", "nope", "INTC", "ko"]);
    expect(reply).toMatchObject({
      rows: [
        { symbol: "KO", exDividendDay: "2026-11-23", dividendPerShare: "0.51" },
        { symbol: "INTC", quote: { price: "24.30" }, exDividendDay: null, dividendPerShare: null },
      ],
      failures: [],
    });
    on.sandbox.control.clearRequests();
    expect(await broker.getShareFacts(session, [])).toEqual({ rows: [], failures: [] });
    expect(on.sandbox.control.requests()).toEqual([]);
  });

  it("keep what one of both lists has", async () => {
    const session = await sessionOf(on);
    on.sandbox.control.addFault({ kind: "status", status: 503, path: "/quotes/", count: 1 });
    expect(await broker.getShareFacts(session, ["KO"])).toMatchObject({
      rows: [{ quote: null, exDividendDay: "2026-11-23" }],
      failures: [{ part: "stock_prices", error: { code: "CONN_BROKER_UNAVAILABLE" } }],
    });
    on.sandbox.control.addFault({ kind: "wrong-types", path: "/fundamentals/", count: 1 });
    const priced = await broker.getShareFacts(session, ["KO"]);
    expect(priced.failures).toMatchObject([
      { part: "dividend_dates", error: { code: "CONN_UNEXPECTED_REPLY" } },
    ]);
    expect(priced.rows).toMatchObject([{ exDividendDay: null }]);
    expect(priced.rows[0]?.quote).not.toBeNull();
    for (const path of ["/fundamentals/", "/quotes/"]) {
      on.sandbox.control.addFault({ kind: "status", status: 503, path });
    }
    await expect(broker.getShareFacts(session, ["KO"])).rejects.toMatchObject({
      code: "CONN_BROKER_UNAVAILABLE",
    });
  });
});
