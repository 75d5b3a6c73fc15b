import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readActivity } from "@/server/services/portfolio/read-activity";
import { readShareFacts } from "@/server/services/portfolio/read-share-facts";
import type { PartProvenance } from "@/shared/schemas/trading";
import { connectKept, type KeptConnection } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let kept: KeptConnection;
let connectionId: string;
let portfolio: Awaited<ReturnType<TestInstall["callerOf"]>>["portfolio"];

beforeAll(async () => {
  // The breaker and the budget have their own tests: here every read reaches the broker.
  const breaker = { failures: 1000, openSeconds: 30 };
  install = await createTestInstall({ settings: { requestsPerMinute: 1000, breaker } });
});
afterAll(() => install.close());

async function connect(who: string) {
  install.sandbox.control.reset();
  install.sandbox.control.clock.set(install.clock.now());
  kept = await connectKept(install, who);
  connectionId = kept.id;
  ({ portfolio } = await install.callerOf(kept.owner));
  install.sandbox.control.clearRequests();
}

const fail = (path: string, fault: Record<string, unknown> = { kind: "status", status: 503 }) =>
  install.sandbox.control.addFault({ path, ...fault });
const statesOf = (parts: readonly PartProvenance[]) =>
  Object.fromEntries(parts.map(({ part, state, errorCode }) => [part, errorCode ?? state]));

describe("positions", () => {
  it("come with what they are worth, in a handful of calls, without account numbers", async () => {
    await connect("paul");
    const view = await portfolio.positions({ connectionId });
    expect(Object.values(statesOf(view.parts))).toEqual(Array.from({ length: 6 }, () => "fresh"));
    expect(install.sandbox.control.requests().length).toBeLessThanOrEqual(8);
    // 300 shares at 15.00, held from an assignment, at 16.80 with 17.05 the day before.
    expect(view.positions.find(({ symbol }) => symbol === "SOFI")).toMatchObject({
      kind: "stock",
      quantity: "300",
      marketValue: "5040",
      costBasis: "4500",
      openProfit: "540",
      dayChange: "-75",
      priceState: "fresh",
      maskedNumber: expect.stringMatching(/^••••.{4}$/),
    });
    // Two puts at 24 that brought 1.45 a share each, now 0.95.
    expect(view.positions.find(({ kind, symbol }) => kind === "option" && symbol === "INTC")).toMatchObject({
      quantity: "-2",
      averagePrice: "1.45",
      marketValue: "-190",
      costBasis: "-290",
      openProfit: "100",
      option: { strike: "24", right: "put", expiration: "2026-03-27" },
    });
    expect(JSON.stringify(view)).not.toContain("accountNumber");
    expect(view.budget?.limit).toBe(1000);
  });

  it("are filtered from one reading, and say nothing of options that are not asked for", async () => {
    await connect("quinn");
    const all = await portfolio.positions({ connectionId });
    const asked = install.sandbox.control.requests().length;
    const accountIds = [...new Set(all.positions.map(({ accountId }) => accountId))];
    expect(accountIds.length).toBeGreaterThan(1);
    const [accountId = ""] = accountIds;
    expect((await portfolio.positions({ connectionId, accountId })).positions).toEqual(
      all.positions.filter((position) => position.accountId === accountId),
    );
    const [first] = all.positions;
    const ofSymbol = await portfolio.positions({
      connectionId,
      symbols: [first?.symbol.toLowerCase() ?? ""],
    });
    expect(ofSymbol.positions).toEqual(all.positions.filter(({ symbol }) => symbol === first?.symbol));
    const shares = await portfolio.positions({ connectionId, includeOptions: false });
    expect(shares.positions).toEqual(all.positions.filter(({ kind }) => kind === "stock"));
    expect(Object.keys(statesOf(shares.parts))).toEqual(["stock_holdings", "instruments", "stock_prices"]);
    expect(install.sandbox.control.requests()).toHaveLength(asked);
  });

  it.each([
    ["404", { kind: "status", status: 404 }, "API_RESOURCE_NOT_FOUND"],
    ["410", { kind: "status", status: 410 }, "CONN_UNEXPECTED_REPLY"],
    ["an empty body", { kind: "empty" }, "CONN_UNEXPECTED_REPLY"],
    ["other types", { kind: "wrong-types" }, "CONN_UNEXPECTED_REPLY"],
    ["truncated JSON", { kind: "truncated" }, "CONN_UNEXPECTED_REPLY"],
    ["HTML", { kind: "html" }, "CONN_UNEXPECTED_REPLY"],
  ])(
    "that the broker answers with %s are in a named state, never an empty list",
    async (_what, fault, code) => {
      await connect("paul");
      fail("/positions/", fault);
      fail("/options/positions/", fault);
      const none = await portfolio.positions({ connectionId });
      expect(none.positions).toEqual([]);
      expect(new Set(Object.values(statesOf(none.parts)))).toEqual(new Set([code]));
      expect(none.parts.every(({ state, asOf }) => state === "failed" && asOf === null)).toBe(true);
      install.sandbox.control.clearFaults();
      const good = await portfolio.positions({ connectionId, fresh: true });
      fail("/positions/", fault);
      const partly = await portfolio.positions({ connectionId, fresh: true });
      expect(statesOf(partly.parts)).toMatchObject({ stock_holdings: code, option_holdings: "fresh" });
      expect(partly.positions.map(({ symbol }) => symbol).toSorted()).toEqual(
        good.positions.map(({ symbol }) => symbol).toSorted(),
      );
    },
  );

  it("without prices keep the last ones as stale, or have none, and never zero", async () => {
    await connect("paul");
    fail("/quotes/");
    const unpriced = await portfolio.positions({ connectionId });
    const stock = unpriced.positions.find(({ kind }) => kind === "stock");
    expect(stock).toMatchObject({
      marketValue: null,
      openProfit: null,
      dayChange: null,
      costBasis: expect.any(String),
      priceState: "failed",
    });
    expect(statesOf(unpriced.parts)).toMatchObject({
      stock_prices: "CONN_BROKER_UNAVAILABLE",
      option_prices: "fresh",
    });
    install.sandbox.control.clearFaults();
    const priced = await portfolio.positions({ connectionId, fresh: true });
    install.advance(30);
    fail("/quotes/");
    const stale = await portfolio.positions({ connectionId, fresh: true });
    expect(stale.positions.find(({ symbol }) => symbol === stock?.symbol)).toMatchObject({
      marketValue: priced.positions.find(({ symbol }) => symbol === stock?.symbol)?.marketValue,
      priceState: "stale",
    });
    expect(stale.parts.find(({ part }) => part === "stock_prices")).toMatchObject({
      state: "stale",
      asOf: priced.parts[0]?.asOf,
    });
  });
});

describe("option contracts", () => {
  it("come by expiration and right, and keep their last prices", async () => {
    await connect("paul");
    const asked = { connectionId, underlying: "aapl" };
    const all = await portfolio.options(asked);
    expect(statesOf(all.parts)).toEqual({ contracts: "fresh", option_prices: "fresh" });
    const expiration = all.contracts[0]?.option.expiration ?? "";
    const one = { ...asked, expiration, right: "call" } as const;
    const some = await portfolio.options(one);
    expect(some.contracts).toEqual(
      all.contracts.filter(({ option }) => option.expiration === expiration && option.right === "call"),
    );
    fail("/marketdata/options/");
    const stale = await portfolio.options({ ...one, fresh: true });
    expect(statesOf(stale.parts)).toEqual({ contracts: "fresh", option_prices: "CONN_BROKER_UNAVAILABLE" });
    expect(stale.contracts).toEqual(some.contracts);
    const unpriced = await portfolio.options({ ...one, right: "put" });
    expect(unpriced.contracts.length).toBeGreaterThan(0);
    expect(unpriced.contracts.every(({ quote }) => quote === null)).toBe(true);
  });

  it("whose list can't be read are the last known ones, told as stale", async () => {
    await connect("paul");
    const one = { connectionId, underlying: "F" };
    const known = await portfolio.options(one);
    fail("/options/instruments/", { kind: "wrong-types" });
    const stale = await portfolio.options({ ...one, fresh: true });
    expect(stale.contracts).toEqual(known.contracts);
    expect(statesOf(stale.parts)).toMatchObject({ contracts: "CONN_UNEXPECTED_REPLY" });
  });
});

describe("orders", () => {
  it("come newest first, page by page, each once", async () => {
    await connect("paul");
    const seen: string[] = [];
    const times: number[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof portfolio.orders>> = await portfolio.orders({
        connectionId,
        limit: 25,
        ...(cursor === null ? {} : { cursor }),
      });
      expect(page.orders.length).toBeLessThanOrEqual(25);
      seen.push(...page.orders.map(({ orderId }) => orderId));
      times.push(...page.orders.map(({ placedAt }) => Date.parse(placedAt)));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.length).toBeGreaterThan(50);
    expect(new Set(seen).size).toBe(seen.length);
    expect(times).toEqual(times.toSorted((one, other) => other - one));
    const asked = install.sandbox.control.requests().length;
    expect((await portfolio.orders({ connectionId, limit: 25 })).orders).toHaveLength(25);
    expect(install.sandbox.control.requests()).toHaveLength(asked);
  });

  it("come by status, and never with an account's number", async () => {
    await connect("paul");
    const open = await portfolio.orders({ connectionId, status: "open" });
    expect(open.orders.length).toBeGreaterThan(0);
    expect(open.orders.every(({ status }) => status === "open")).toBe(true);
    expect(JSON.stringify(open)).not.toContain("accountNumber");
    expect(open.orders[0]).toMatchObject({ accountId: expect.any(String) });
  });

  it("of a page that makes no sense are failed", async () => {
    await connect("paul");
    const view = await portfolio.orders({ connectionId, cursor: "nonsense" });
    expect(view.orders).toEqual([]);
    expect(new Set(Object.values(statesOf(view.parts)))).toEqual(new Set(["API_INVALID_REQUEST"]));
  });

  it("keep the last known ones of the kind that can't be read", async () => {
    await connect("paul");
    const known = await portfolio.orders({ connectionId });
    for (const [path, part, kind] of [
      ["/orders/", "stock_orders", "stock"],
      ["/options/orders/", "option_orders", "option"],
    ] as const) {
      fail(path);
      const partly = await portfolio.orders({ connectionId, fresh: true });
      expect(statesOf(partly.parts)[part]).toBe("CONN_BROKER_UNAVAILABLE");
      const ids = partly.orders.filter((order) => order.kind === kind).map(({ orderId }) => orderId);
      expect(ids).toEqual(known.orders.filter((order) => order.kind === kind).map(({ orderId }) => orderId));
      install.sandbox.control.clearFaults();
    }
  });
});

describe("readings for other services", () => {
  it("bring all that happened once, and later only what is new", async () => {
    await connect("paul");
    const ctx = await install.contextOf(kept.owner);
    const all = await readActivity(ctx, await kept.row(), "fresh");
    expect(new Set(Object.values(statesOf(all.parts)))).toEqual(new Set(["fresh"]));
    expect(new Set(all.events.map(({ kind }) => kind)).size).toBeGreaterThan(4);
    const times = all.events.map(({ at }) => Date.parse(at));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    const forAll = install.sandbox.control.requests().length;
    install.sandbox.control.clearRequests();
    const again = await readActivity(ctx, await kept.row(), "fresh");
    expect(again.events).toEqual(all.events);
    expect(install.sandbox.control.requests().length).toBeLessThan(forAll);
    // What was kept is what was read.
    expect((await readActivity(ctx, await kept.row(), "cached")).events).toEqual(all.events);
  });

  it("bring prices and ex-dividend days of the shares that are known, the last ones where they fail", async () => {
    await connect("paul");
    const ctx = await install.contextOf(kept.owner);
    const read = async (symbols: string[], wish: "cached" | "fresh" = "cached") =>
      readShareFacts(ctx, await kept.row(), symbols, wish);
    expect(await read([])).toEqual({ facts: [], parts: [], revalidating: false });
    expect(install.sandbox.control.requests()).toEqual([]);
    const { facts, parts } = await read(["NOPE", "AAPL", "F", "AAPL"]);
    expect(facts.map(({ symbol }) => symbol)).toEqual(["AAPL", "F"]);
    expect(facts[0]).toMatchObject({
      quote: { price: expect.any(String) },
      exDividendDay: expect.stringMatching(/^2026-/),
      dividendPerShare: "0.26",
    });
    expect(statesOf(parts)).toEqual({ stock_prices: "fresh", dividend_dates: "fresh" });
    const asked = install.sandbox.control.requests().length;
    await read(["F", "NOPE", "AAPL"]);
    expect(install.sandbox.control.requests()).toHaveLength(asked);

    fail("/fundamentals/");
    const noDates = await read(["NOPE", "AAPL", "F"], "fresh");
    expect(noDates.facts).toEqual(facts);
    expect(statesOf(noDates.parts)).toMatchObject({ dividend_dates: "CONN_BROKER_UNAVAILABLE" });
    expect((await read(["AAPL"])).facts[0]).toMatchObject({ exDividendDay: null, dividendPerShare: null });
    install.sandbox.control.clearFaults();
    fail("/quotes/");
    const noPrices = await read(["NOPE", "AAPL", "F"], "fresh");
    expect(noPrices.facts).toEqual(facts);
    expect((await read(["F"])).facts[0]).toMatchObject({ quote: null });
  });
});
