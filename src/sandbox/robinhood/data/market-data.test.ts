import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, rows, type SandboxClient, startTestSandbox, valueAt } from "../../sandbox-client";

let client: SandboxClient;
let token: string;
beforeAll(async () => {
  client = await startTestSandbox({ knobs: { approval: "none" } });
  token = (await client.tokens("ada")).access;
});
afterAll(() => client.sandbox.close());

const get = (path: string) => client.get(path, token);

describe("stocks", () => {
  it("finds instruments by symbol, id and ids", async () => {
    const apple = rows(await get("/instruments/?symbol=aapl"))[0];
    expect(apple).toMatchObject({ symbol: "AAPL", simple_name: "Apple", type: "stock", tradeable: true });
    const id = at(apple, "id");
    expect((await get(`/instruments/${id}/`)).body).toEqual(apple);
    expect(rows(await get(`/instruments/?ids=${id}`))).toEqual([apple]);
    expect((await get("/instruments/unknown/")).status).toBe(404);
    expect(rows(await get(`/instruments/${id}/splits/`))).toEqual([]);
  });

  it("puts a null where a symbol or id is not known", async () => {
    const quotes = rows(await get("/quotes/?symbols=AAPL,NOPE,MSFT"));
    expect(quotes.map((quote) => at(quote, "symbol"))).toEqual(["AAPL", "", "MSFT"]);
    expect(quotes[1]).toBeNull();
    const id = at(quotes[0], "instrument_id");
    expect(rows(await get(`/marketdata/quotes/?ids=${id}`))).toEqual([quotes[0]]);
    expect((await get(`/marketdata/quotes/${id}/`)).body).toEqual(quotes[0]);
    expect(rows(await get("/fundamentals/?symbols=KO,NOPE"))[1]).toBeNull();
    expect(rows(await get("/quotes/"))).toEqual([]);
    expect((await get("/quotes/NOPE/")).status).toBe(404);
    expect((await get("/fundamentals/NOPE/")).status).toBe(404);
    expect(at((await get("/fundamentals/KO/")).body, "pe_ratio")).toMatch(/^\d+\.\d{6}$/);
    expect(valueAt((await get("/fundamentals/SPY/")).body, "pe_ratio")).toBeNull();
  });

  it("shows one position", async () => {
    const position = rows(await get("/positions/?nonzero=true"))[0];
    const path = new URL(at(position, "url")).pathname;
    expect((await get(path)).body).toEqual(position);
    expect((await get("/positions/none/none/")).status).toBe(404);
  });
});

describe("options", () => {
  it("has short positions with a negative price per contract and shares held behind covered calls", async () => {
    const positions = rows(await get("/options/positions/?nonzero=True"));
    const call = positions.find((row) => at(row, "chain_symbol") === "AAPL");
    expect(call).toMatchObject({ type: "short", quantity: "1.0000", clearing_direction: "credit" });
    expect(Number(at(call, "average_price"))).toBeLessThan(0);
    const long = positions.find((row) => at(row, "type") === "long");
    expect(Number(at(long, "average_price"))).toBeGreaterThan(0);
    const stock = rows(await get("/positions/")).find((row) => at(row, "symbol") === "AAPL");
    expect(at(stock, "shares_held_for_options_collateral")).toBe("100.00000000");
    expect(at(stock, "shares_available_for_sells")).toBe("0.00000000");
    expect((await get(`/options/positions/${at(call, "id")}/`)).body).toEqual(call);
    expect((await get("/options/positions/unknown/")).status).toBe(404);
    expect(rows(await get("/options/positions/?chain_ids=none"))).toEqual([]);
  });

  it("has aggregate positions whose legs agree with the contracts", async () => {
    const aggregates = rows(await get("/options/aggregate_positions/?nonzero=True"));
    expect(aggregates.map((row) => at(row, "strategy")).sort()).toEqual([
      "long_call",
      "short_call",
      "short_put",
    ]);
    for (const aggregate of aggregates) {
      const leg = valueAt(aggregate, "legs", 0);
      const contract = (await get(new URL(at(leg, "option")).pathname)).body;
      for (const name of ["strike_price", "expiration_date"]) expect(at(contract, name)).toBe(at(leg, name));
      expect(at(contract, "type")).toBe(at(leg, "option_type"));
      expect(valueAt(leg, "ratio_quantity")).toBe(1);
    }
  });

  it("filters contracts by chain, date, strike, type and state", async () => {
    const chain = rows(await get("/options/chains/"))[0];
    const id = at(chain, "id");
    expect((await get(`/options/chains/${id}/`)).body).toEqual(chain);
    expect((await get("/options/chains/unknown/")).status).toBe(404);
    const instrument = at(valueAt(chain, "underlyings", 0), "id");
    expect(rows(await get(`/options/chains/?equity_instrument_ids=${instrument}`))).toEqual([chain]);
    const date = at(chain, "expiration_dates", 0);
    expect(new Date(date).getUTCDay()).toBe(5);
    const listed = rows(
      await get(`/options/instruments/?chain_id=${id}&expiration_dates=${date}&type=call&state=active`),
    );
    expect(listed).toHaveLength(17);
    const strike = at(listed[3], "strike_price");
    const query = `chain_symbol=${at(chain, "symbol")}&expiration_dates=${date}&type=call&strike_price=${strike}`;
    expect(rows(await get(`/options/instruments/?${query}`))).toEqual([listed[3]]);
    expect(rows(await get("/options/instruments/?state=expired")).length).toBeGreaterThan(0);
    expect((await get("/options/instruments/unknown/")).status).toBe(404);
  });

  it("prices calls and puts in parity, by address or id, with nulls for the unknown", async () => {
    const listed = rows(await get("/options/instruments/?chain_symbol=AAPL&state=active&page_size=2"));
    const [call, put] = [at(listed[0], "url"), at(listed[1], "id")];
    const data = rows(await get(`/marketdata/options/?instruments=${encodeURIComponent(`${call},unknown`)}`));
    expect(data[0]).toMatchObject({ instrument: call, state: "active" });
    expect(at(data[0], "occ_symbol")).toMatch(/^AAPL {2}\d{6}C\d{8}$/);
    expect(data[1]).toBeNull();
    const other = (await get(`/marketdata/options/${put}/`)).body;
    expect(Number(at(data[0], "delta")) - Number(at(other, "delta"))).toBeCloseTo(1, 5);
    expect(rows(await get("/marketdata/options/"))).toEqual([]);
    expect((await get("/marketdata/options/unknown/")).status).toBe(404);
  });
});

describe("orders and history", () => {
  it("lists, filters, shows, places and cancels stock orders", async () => {
    const orders = rows(await get("/orders/"));
    const open = orders.filter((order) => valueAt(order, "cancel") !== null);
    expect(open).toHaveLength(1);
    expect(rows(await get("/orders/?is_closed=False"))).toEqual(open);
    expect(rows(await get("/orders/?states=cancelled"))).toHaveLength(1);
    const recent = rows(await get("/orders/?updated_at%5Bgte%5D=2025-12-25"));
    expect(recent.length).toBeLessThan(orders.length);
    const account = at(orders[0], "account");
    const order = {
      account,
      symbol: "KO",
      side: "buy",
      quantity: "3",
      type: "limit",
      price: "50.00",
      time_in_force: "gtc",
    };
    const bearer = { Authorization: `Bearer ${token}` };
    const before = at((await get("/accounts/")).body, "results", 0, "cash_held_for_orders");
    const placed = await client.json("POST", "/orders/", order, bearer);
    expect(placed).toMatchObject({
      status: 201,
      body: { state: "queued", price: "50.00000000", symbol: "KO" },
    });
    const after = at((await get("/accounts/")).body, "results", 0, "cash_held_for_orders");
    expect(Number(after) - Number(before)).toBe(150);
    const id = at(placed.body, "id");
    expect((await client.json("POST", `/orders/${id}/cancel/`, {}, bearer)).status).toBe(200);
    expect((await client.json("POST", `/orders/${id}/cancel/`, {}, bearer)).status).toBe(400);
    expect(at((await get(`/orders/${id}/`)).body, "state")).toBe("cancelled");
    expect((await get("/orders/unknown/")).status).toBe(404);
    expect((await client.json("POST", "/orders/unknown/cancel/", {}, bearer)).status).toBe(404);
    for (const wrong of [
      { account: "x" },
      { symbol: "NOPE" },
      { side: "hold" },
      { quantity: "0" },
      { quantity: "-1" },
    ]) {
      expect((await client.json("POST", "/orders/", { ...order, ...wrong }, bearer)).status).toBe(400);
    }
    const market = await client.json(
      "POST",
      "/orders/",
      { account, symbol: "KO", side: "sell", quantity: "1" },
      bearer,
    );
    expect(market.body).toMatchObject({ type: "market", price: null, time_in_force: "gfd" });
    expect((await client.json("POST", "/options/orders/", {}, bearer)).status).toBe(400);
  });

  it("lists, shows and cancels option orders", async () => {
    const orders = rows(await get("/options/orders/"));
    const open = orders.find((order) => valueAt(order, "cancel_url") !== null);
    expect(open).toMatchObject({ state: "queued", direction: "debit", closing_strategy: "short_call" });
    const sold = orders.find((order) => at(order, "opening_strategy") === "short_put");
    expect(sold).toMatchObject({ direction: "credit", legs: [{ side: "sell", position_effect: "open" }] });
    const id = at(open, "id");
    expect((await get(`/options/orders/${id}/`)).body).toEqual(open);
    expect(rows(await get(`/options/orders/?chain_ids=${at(open, "chain_id")}`)).length).toBeGreaterThan(1);
    const bearer = { Authorization: `Bearer ${token}` };
    expect((await client.json("POST", `/options/orders/${id}/cancel/`, {}, bearer)).status).toBe(200);
    expect((await client.json("POST", `/options/orders/${id}/cancel/`, {}, bearer)).status).toBe(400);
    expect((await get("/options/orders/unknown/")).status).toBe(404);
    expect((await client.json("POST", "/options/orders/unknown/cancel/", {}, bearer)).status).toBe(404);
  });

  it("tells expirations from assignments, and dividends paid from those to come", async () => {
    const events = rows(await get("/options/events/"));
    expect(events.map((event) => at(event, "type")).sort()).toEqual([
      "assignment",
      "assignment",
      "expiration",
    ]);
    const put = events.find((event) => at(event, "equity_components", 0, "symbol") === "AAPL");
    expect(put).toMatchObject({
      state: "confirmed",
      direction: "debit",
      equity_components: [{ side: "buy" }],
    });
    const contract = (await get(new URL(at(put, "option")).pathname)).body;
    expect(contract).toMatchObject({ state: "expired", tradability: "untradable", type: "put" });
    const stock = at(put, "equity_components", 0, "instrument");
    expect(
      rows(await get(`/options/events/?equity_instrument_id=${encodeURIComponent(stock)}`)),
    ).toHaveLength(2);
    expect(rows(await get("/options/events/?chain_ids=none"))).toEqual([]);
    expect(rows(await get("/options/events/?states=preparing"))).toEqual([]);
    const states = rows(await get("/dividends/")).map((dividend) => at(dividend, "state"));
    expect(states).toEqual(["pending", "paid", "paid"]);
    expect(rows(await get("/dividends/?instrument_id=none"))).toEqual([]);
    expect(rows(await get("/options/corp_actions/"))).toEqual([]);
    expect(rows(await get("/corp_actions/v2/split_payments/"))).toEqual([]);
  });

  it("knows the person and the signed-in devices", async () => {
    expect((await get("/user/")).body).toMatchObject({ username: "ada@example.com", first_name: "Ada" });
    expect(rows(await get("/devices/"))).toMatchObject([{ device_type: "web", is_active: true }]);
  });
});
