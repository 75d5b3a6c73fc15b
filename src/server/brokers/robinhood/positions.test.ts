import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type ReadingCalls,
  type RobinhoodOnSandbox,
  readingCallsOf,
  sessionOf,
  startRobinhoodOnSandbox,
} from "@/server/brokers/robinhood/on-sandbox.contract";
import type { OptionPosition, Position, StockPosition } from "@/shared/schemas/trading";
import { positionSchema } from "@/shared/schemas/trading";

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

const everything = { includeOptions: true };

async function positionsOf(person: string, filter: object = {}) {
  const session = await sessionOf(on, person);
  on.sandbox.control.clearRequests();
  return broker.getPositions(session, { ...everything, ...filter });
}

function stocks(rows: readonly Position[]): StockPosition[] {
  return rows.filter((row) => row.kind === "stock");
}

function options(rows: readonly Position[]): OptionPosition[] {
  return rows.filter((row) => row.kind === "option");
}

describe("holdings", () => {
  it("have signs on their quantities and prices per share", async () => {
    const { rows, failures } = await positionsOf("paul");
    expect(failures).toEqual([]);
    for (const row of rows) expect(positionSchema.parse(row)).toEqual(row);
    expect(stocks(rows).find((row) => row.symbol === "BAC")).toMatchObject({
      quantity: "100",
      averagePrice: "44.00",
      sharesHeldForCalls: "100",
      quote: { price: "45.20", bid: "45.17", ask: "45.22", quotedAt: "2026-11-20T15:00:00.000Z" },
    });
    expect(options(rows).find((row) => row.symbol === "INTC")).toMatchObject({
      quantity: "-2",
      averagePrice: "1.45",
      option: { right: "put", strike: "24", expiration: "2026-12-18", multiplier: "100", adjusted: false },
      quote: { price: "0.95", bid: "0.94", impliedVolatility: "0.42" },
      underlyingQuote: { price: "24.30" },
    });
  });

  it("are those of all accounts, each with its own", async () => {
    const { rows } = await positionsOf("quinn");
    expect(new Set(rows.map((row) => row.accountNumber)).size).toBe(3);
    const [first] = rows;
    const one = await broker.getPositions(await sessionOf(on, "quinn"), {
      ...everything,
      ...(first === undefined ? {} : { accountNumber: first.accountNumber }),
    });
    expect(one.rows).toEqual(rows.filter((row) => row.accountNumber === first?.accountNumber));
  });

  it("can be had without options, or for some symbols", async () => {
    const { rows } = await positionsOf("ada", { includeOptions: false });
    expect(rows.length).toBeGreaterThan(0);
    expect(options(rows)).toEqual([]);
    expect(on.sandbox.control.requests({ route: "/options/positions/" })).toEqual([]);
    const some = await positionsOf("ada", { symbols: ["aapl"] });
    expect(stocks(some.rows).map((row) => row.symbol)).toEqual(["AAPL"]);
    expect(options(some.rows).map((row) => row.symbol)).toEqual(["AAPL"]);
  });

  it("tell an adjusted contract, one on its way to be assigned, and one settled in cash", async () => {
    const { rows } = await positionsOf("rosa");
    expect(options(rows).find((row) => row.symbol === "MRDN")).toMatchObject({
      option: { underlying: "MRDN", adjusted: true, sharesPerContract: null, settlement: "physical" },
      underlyingQuote: { price: "41.50" },
    });
    expect(options(rows).find((row) => row.symbol === "BAC")?.pendingQuantity).toBe("1");
    const { rows: ofPaul } = await positionsOf("paul");
    expect(options(ofPaul).find((row) => row.symbol === "XSP")).toMatchObject({
      option: { settlement: "cash", sharesPerContract: null, adjusted: false },
      underlyingQuote: null,
    });
  });

  it("take the price of the extended hours first", async () => {
    on.sandbox.control.setKnobs({ extendedHours: true });
    const { rows } = await positionsOf("paul", { includeOptions: false });
    expect(stocks(rows).find((row) => row.symbol === "BAC")?.quote?.price).toBe("45.2452");
  });

  it("are none in an empty account, and for a login without one", async () => {
    expect(await positionsOf("june")).toEqual({ rows: [], failures: [] });
    expect(await positionsOf("noor")).toEqual({ rows: [], failures: [] });
    const session = await sessionOf(on, "ada");
    await expect(
      broker.getPositions(session, { ...everything, accountNumber: "no-such" }),
    ).rejects.toMatchObject({ code: "API_RESOURCE_NOT_FOUND" });
  });
});

describe("the number of calls", () => {
  it.each([
    [100, 14],
    [1000, 50],
  ])("for %i positions is at most %i", async (positions, most) => {
    on.sandbox.control.setKnobs({ positions }, "stan");
    const { rows, failures } = await positionsOf("stan");
    expect(failures).toEqual([]);
    expect(rows).toHaveLength(positions);
    expect(rows.every((row) => row.quote !== null)).toBe(true);
    expect(options(rows).every((row) => row.option !== null && row.underlyingQuote !== null)).toBe(true);
    expect(on.sandbox.control.requests().length).toBeLessThanOrEqual(most);
  });
});

describe("a part that fails", () => {
  interface Failing {
    readonly path: string;
    readonly part: string;
    readonly left: (rows: readonly Position[]) => boolean;
  }
  const faults: readonly Failing[] = [
    { path: "/positions/", part: "stock_holdings", left: (rows) => stocks(rows).length === 0 },
    { path: "/options/positions/", part: "option_holdings", left: (rows) => options(rows).length === 0 },
    {
      path: "/quotes/",
      part: "stock_prices",
      left: (rows) => stocks(rows).every((row) => row.quote === null),
    },
    {
      path: "/marketdata/options/",
      part: "option_prices",
      left: (rows) => options(rows).every((row) => row.quote === null),
    },
    {
      path: "/options/instruments/",
      part: "contracts",
      left: (rows) => options(rows).every((row) => row.option === null && row.averagePrice !== null),
    },
    {
      path: "/options/chains/",
      part: "contracts",
      left: (rows) => options(rows).every((row) => row.option === null),
    },
  ];

  it.each(faults)("is named, and the rest is there: $path", async ({ path, part, left }) => {
    for (const kind of ["wrong-types", "truncated"]) {
      const fault = on.sandbox.control.addFault({ kind, path });
      const { rows, failures } = await positionsOf("ada");
      expect(failures).toMatchObject([{ part, error: { code: "CONN_UNEXPECTED_REPLY" } }]);
      expect(rows.length).toBeGreaterThan(0);
      expect(left(rows)).toBe(true);
      on.sandbox.control.removeFault(fault.id);
    }
  });

  it.each(faults)("ends the call where the session is dead: $path", async ({ path }) => {
    on.sandbox.control.addFault({ kind: "status", status: 401, path });
    await expect(positionsOf("ada")).rejects.toMatchObject({ code: "AUTH_SESSION_EXPIRED" });
  });

  it("leaves the pages before it", async () => {
    on.sandbox.control.setKnobs({ pageSize: 2 });
    on.sandbox.control.addFault({ kind: "status", status: 503, path: "/options/positions/", skip: 1 });
    const { rows, failures } = await positionsOf("ada");
    expect(options(rows)).toHaveLength(2);
    expect(failures).toMatchObject([{ part: "option_holdings", error: { code: "CONN_BROKER_UNAVAILABLE" } }]);
  });

  it("is thrown where no holdings can be read", async () => {
    on.sandbox.control.addFault({ kind: "status", status: 503, path: "*/positions/" });
    await expect(positionsOf("ada")).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE" });
    await expect(positionsOf("ada", { includeOptions: false })).rejects.toMatchObject({
      code: "CONN_BROKER_UNAVAILABLE",
    });
  });
});
