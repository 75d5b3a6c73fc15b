import { Decimal } from "decimal.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, rows, type SandboxClient, startTestSandbox, valueAt } from "@/sandbox/sandbox-client";
import { WORKED_CASH, WORKED_CYCLES } from "@/test/worked-cycles";

let client: SandboxClient;
beforeAll(async () => {
  client = await startTestSandbox();
});
afterAll(() => client.sandbox.close());

const tokenOf = async (person: string, from = client) => (await from.tokens(person)).access;

async function all(person: string, path: string, from = client): Promise<unknown[]> {
  const token = await tokenOf(person, from);
  const found: unknown[] = [];
  for (let next = path; next !== ""; ) {
    const answer = await from.get(next, token);
    found.push(...rows(answer));
    next = at(answer.body, "next");
  }
  return found;
}

function list(value: unknown, name: string): unknown[] {
  const held = valueAt(value, name);
  return Array.isArray(held) ? held : [];
}

/** Shares and contracts that orders, events, splits and contract changes leave, signed, by symbol or option. */
async function leftOver(person: string): Promise<Map<string, string>> {
  const acts: { at: string; apply: () => void }[] = [];
  const left = new Map<string, Decimal>();
  const add = (key: string, quantity: Decimal) =>
    left.set(key, (left.get(key) ?? new Decimal(0)).plus(quantity));
  const signed = (row: unknown, quantity: string, up: string) =>
    new Decimal(quantity).times(up === at(row, "side") ? 1 : -1);
  for (const order of await all(person, "/orders/")) {
    for (const fill of list(order, "executions")) {
      const quantity = signed(order, at(fill, "quantity"), "buy");
      acts.push({ at: at(fill, "timestamp"), apply: () => add(at(order, "symbol"), quantity) });
    }
  }
  for (const leg of (await all(person, "/options/orders/")).flatMap((order) => list(order, "legs"))) {
    for (const fill of list(leg, "executions")) {
      const quantity = signed(leg, at(fill, "quantity"), "buy");
      acts.push({ at: at(fill, "timestamp"), apply: () => add(at(leg, "option"), quantity) });
    }
  }
  for (const event of await all(person, "/options/events/")) {
    const apply = () => {
      const held = left.get(at(event, "option")) ?? new Decimal(0);
      const quantity = new Decimal(at(event, "quantity")).times(held.isNegative() ? 1 : -1);
      // What was brought from another broker was never opened here.
      if (!held.isZero()) add(at(event, "option"), quantity);
      for (const part of list(event, "equity_components")) {
        add(at(part, "symbol"), signed(part, at(part, "quantity"), "buy"));
      }
    };
    acts.push({ at: `${at(event, "event_date")}T21`, apply });
  }
  for (const change of await all(person, "/options/corp_actions/")) {
    for (const position of list(change, "affected_positions")) {
      const more = new Decimal(at(position, "new_quantity")).minus(at(position, "old_quantity"));
      const apply = () =>
        add(at(position, "option"), at(position, "position_type") === "short" ? more.neg() : more);
      acts.push({ at: at(change, "effective_date"), apply });
    }
  }
  const symbols = new Map<string, string>();
  for (const instrument of await all(person, "/instruments/")) {
    symbols.set(at(instrument, "id"), at(instrument, "symbol"));
  }
  for (const payment of await all(person, "/corp_actions/v2/split_payments/")) {
    const symbol = symbols.get(at(payment, "split", "old_instrument_id")) ?? "";
    const apply = () => {
      expect(left.get(symbol)?.toFixed(8)).toBe(at(payment, "old_shares"));
      left.set(symbol, new Decimal(at(payment, "new_shares")));
    };
    acts.push({ at: at(payment, "split", "effective_date"), apply });
  }
  for (const act of acts.sort((one, other) => one.at.localeCompare(other.at))) act.apply();
  return new Map(
    [...left].filter(([, quantity]) => !quantity.isZero()).map(([key, held]) => [key, held.toFixed(4)]),
  );
}

// Each reads a past of two years page by page, which takes a busy machine longer than most tests may.
describe("scripted histories", { timeout: 30_000 }, () => {
  it.each(["paul", "quinn", "rosa", "stan", "uma"])("leave the positions of %s", async (person) => {
    const numbers = (await all(person, "/accounts/unified/")).map((account) => at(account, "account_number"));
    const held = new Map<string, string>();
    for (const row of await all(person, `/positions/?nonzero=true&account_numbers=${numbers.join(",")}`)) {
      held.set(at(row, "symbol"), new Decimal(at(row, "quantity")).toFixed(4));
    }
    for (const row of await all(
      person,
      `/options/positions/?nonzero=True&account_numbers=${numbers.join(",")}`,
    )) {
      held.set(at(row, "option"), `${at(row, "type") === "short" ? "-" : ""}${at(row, "quantity")}`);
    }
    expect(await leftOver(person)).toEqual(held);
  });

  it.each(Object.entries(WORKED_CASH))(
    "leave the cash of %s that was worked out by hand",
    async (person, cash) => {
      const token = await tokenOf(person);
      const accounts = rows(await client.get("/accounts/unified/", token));
      const found = accounts.map((account) => at(account, "uninvested_cash", "amount"));
      expect(found).toEqual(cash);
    },
  );

  it("are worked out in figures that agree with each other", () => {
    const names = WORKED_CYCLES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const cycle of WORKED_CYCLES) {
      const net = new Decimal(cycle.collected).minus(cycle.paidToClose).minus(cycle.fees);
      const profit = new Decimal(cycle.realised).plus(cycle.dividends).plus(cycle.shareProfit);
      expect([cycle.name, net.toString()]).toEqual([cycle.name, cycle.net]);
      expect([cycle.name, profit.toString()]).toEqual([cycle.name, cycle.realisedProfit]);
      expect(new Decimal(cycle.realised).plus(cycle.open).toString()).toBe(cycle.net);
    }
  });

  it.each(["2026-01-09T15:00:00Z", "2026-01-10T02:00:00Z", "2026-01-11T15:00:00Z"])(
    "lie in the past of a sandbox that starts at %s",
    async (time) => {
      const other = await startTestSandbox({ time: new Date(time) });
      try {
        for (const person of ["paul", "quinn", "rosa"]) {
          const orders = [
            ...(await all(person, "/orders/", other)),
            ...(await all(person, "/options/orders/", other)),
          ];
          const events = await all(person, "/options/events/", other);
          for (const order of orders)
            expect(Date.parse(at(order, "updated_at"))).toBeLessThan(Date.parse(time));
          for (const event of events) expect(at(event, "event_date") < time.slice(0, 10)).toBe(true);
        }
      } finally {
        await other.sandbox.close();
      }
    },
  );
});

describe("option orders and their ends", () => {
  it("has a roll as one order of two legs, with its net price and fees", async () => {
    const orders = await all("paul", "/options/orders/");
    const rolls = orders.filter((order) => at(order, "form_source") === "strategy_roll");
    expect(rolls.map((order) => at(order, "state"))).toEqual(["queued", "filled", "filled", "filled"]);
    expect(rolls[1]).toMatchObject({
      direction: "credit",
      price: "0.25000000",
      premium: "25.00000000",
      processed_premium: "50.0000",
      net_amount: "49.8400",
      regulatory_fees: "0.16",
      opening_strategy: "short_put",
      closing_strategy: "short_put",
      legs: [
        {
          position_effect: "close",
          side: "buy",
          strike_price: "24.5000",
          executions: [{ price: "1.20000000" }],
        },
        {
          position_effect: "open",
          side: "sell",
          strike_price: "24.0000",
          executions: [{ quantity: "2.00000000" }],
        },
      ],
    });
    expect(rolls[0]).toMatchObject({ processed_premium: "0.0000", pending_quantity: "2.0000" });
    const strategies = new Set(orders.map((order) => at(order, "strategy")));
    expect(strategies).toEqual(
      new Set([
        "custom",
        "short_strangle",
        "short_put_spread",
        "short_put",
        "short_call",
        "long_put",
        "long_call",
      ]),
    );
  });

  it("has orders filled in several parts, and one that is filled in part", async () => {
    const puts = (await all("paul", "/options/orders/")).find((order) => at(order, "quantity") === "5.0000");
    const fills = list(valueAt(puts, "legs", 0), "executions");
    expect(fills.map((fill) => at(fill, "price"))).toEqual(["0.65000000", "0.66000000", "0.67000000"]);
    expect(at(puts, "updated_at")).toBe(at(fills[2], "timestamp"));
    expect(at(puts, "created_at")).toBe(at(fills[0], "timestamp"));
    const stock = await all("paul", "/orders/");
    const bought = stock.find((order) => list(order, "executions").length === 3);
    expect(bought).toMatchObject({ average_price: "41.94750000", cumulative_quantity: "200.00000000" });
    const sold = stock.find((order) => at(order, "symbol") === "BAC" && at(order, "side") === "sell");
    expect(sold).toMatchObject({ fees: "0.29", sec_fees: "0.25", taf_fees: "0.03", cat_fees: "0.01" });
    const part = stock.find((order) => at(order, "state") === "partially_filled");
    expect(part).toMatchObject({ cumulative_quantity: "40.00000000", quantity: "100.00000000" });
    expect(valueAt(part, "cancel")).not.toBeNull();
  });

  it("lists what changed since a time", async () => {
    const since = "2025-12-18T15:30:00Z";
    const orders = await all("paul", `/options/orders/?updated_at%5Bgte%5D=${since}`);
    expect(orders).toHaveLength(2);
    const events = await all("paul", `/options/events/?updated_at%5Bgte%5D=2025-11-01`);
    expect(events.map((event) => at(event, "event_date"))).toEqual(["2025-11-21", "2025-11-14"]);
    expect(await all("paul", "/options/corp_actions/?updated_at%5Bgte%5D=2025-01-01")).toHaveLength(1);
    expect(await all("paul", "/corp_actions/v2/split_payments/?updated_at%5Bgte%5D=2025-01-01")).toEqual([]);
    expect(await all("paul", "/options/orders/?updated_at%5Bgte%5D=nonsense")).not.toHaveLength(2);
  });

  it("tells early assignments, exercises and settlements in cash", async () => {
    const events = await all("paul", "/options/events/");
    const early = events.filter((event) => at(event, "event_date") === "2024-02-14");
    expect(early).toMatchObject([{ type: "assignment", quantity: "1.0000", total_cash_amount: "4000.0000" }]);
    const exercise = events.filter((event) => at(event, "type") === "exercise");
    expect(exercise).toMatchObject([
      { direction: "debit", equity_components: [{ side: "buy", price: "25.0000" }] },
    ]);
    const settled = events.filter((event) => valueAt(event, "cash_component") !== null);
    expect(settled).toMatchObject([
      {
        type: "assignment",
        direction: "debit",
        total_cash_amount: "580.0000",
        equity_components: [],
        cash_component: { direction: "debit", cash_amount: "580.0000" },
      },
    ]);
    const token = await tokenOf("paul");
    const contract = (await client.get(new URL(at(settled[0], "option")).pathname, token)).body;
    expect(contract).toMatchObject({ underlying_type: "index", chain_symbol: "XSP" });
    const chain = (await client.get(`/options/chains/${at(contract, "chain_id")}/`, token)).body;
    expect(chain).toMatchObject({
      underlying_instruments: [],
      underlyings: [{ symbol: "XSP", type: "index" }],
    });
    expect(rows(await client.get("/quotes/?symbols=XSP", token))).toEqual([null]);
    expect(rows(await client.get("/instruments/?symbol=XSP", token))).toEqual([]);
    const pending = await all("rosa", "/options/positions/?nonzero=True");
    expect(pending.map((row) => at(row, "pending_assignment_quantity"))).toContain("1.0000");
  });
});

describe("corporate actions", () => {
  it("multiplies contracts and shares by a whole split", async () => {
    const changes = await all("paul", "/options/corp_actions/");
    expect(changes).toMatchObject([
      { old_symbol: "QRRY", new_symbol: "QRRY1", new_trade_value_multiplier: "150.0000" },
      {
        old_symbol: "HLCN",
        new_symbol: "HLCN",
        affected_positions: [
          { old_strike_price: "130.0000", new_strike_price: "32.5000", new_quantity: "4.0000" },
        ],
      },
    ]);
    const payments = await all("paul", "/corp_actions/v2/split_payments/");
    expect(payments).toMatchObject([
      { old_shares: "100.00000000", new_shares: "400.00000000", split: { direction: "forward" } },
    ]);
    const instrument = at(payments[0], "split", "new_instrument_id");
    const token = await tokenOf("paul");
    expect(rows(await client.get(`/instruments/${instrument}/splits/`, token))).toMatchObject([
      { execution_date: "2024-12-30", multiplier: "4.00000000", divisor: "1.00000000" },
    ]);
    expect(await all("paul", `/corp_actions/v2/split_payments/?instrument_ids=${instrument}`)).toHaveLength(
      1,
    );
    expect(await all("paul", "/corp_actions/v2/split_payments/?instrument_ids=none")).toEqual([]);
  });

  it("keeps the terms of the day in the order, and shows those of now in the contract", async () => {
    const changes = await all("paul", "/options/corp_actions/");
    const option = at(valueAt(changes[0], "affected_positions", 0), "option");
    const token = await tokenOf("paul");
    const contract = (await client.get(new URL(option).pathname, token)).body;
    expect(contract).toMatchObject({ strike_price: "40.0000", chain_symbol: "QRRY1" });
    const order = (await all("paul", "/options/orders/")).find(
      (row) => at(row, "legs", 0, "option") === option,
    );
    expect(order).toMatchObject({ chain_symbol: "QRRY", trade_value_multiplier: "100.0000" });
    expect(at(order, "legs", 0, "strike_price")).toBe("60.0000");
  });

  it("has contracts that deliver shares and cash, on a chain of their own", async () => {
    const positions = await all("rosa", "/options/positions/?nonzero=True");
    const adjusted = positions.find((row) => at(row, "chain_symbol") === "MRDN1");
    const token = await tokenOf("rosa");
    const chain = (await client.get(`/options/chains/${at(adjusted, "chain_id")}/`, token)).body;
    expect(chain).toMatchObject({
      cash_component: "1200.0000",
      can_open_position: false,
      expiration_dates: ["2026-02-13"],
      underlying_instruments: [{ quantity: 60 }],
    });
    const id = at(adjusted, "chain_id");
    expect(rows(await client.get(`/options/chains/?ids=${id}`, token))).toEqual([chain]);
  });
});

describe("lists of many", () => {
  it("answers 400 where a call names too many ids", async () => {
    const token = await tokenOf("hana");
    const many = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`).join(",");
    const limits = {
      "/instruments/?ids=": 50,
      "/fundamentals/?symbols=": 100,
      "/options/instruments/?ids=": 100,
    };
    for (const [path, most] of Object.entries(limits)) {
      expect((await client.get(`${path}${many(most)}`, token)).status).toBe(200);
      expect((await client.get(`${path}${many(most + 1)}`, token)).status).toBe(400);
    }
    expect(rows(await client.get(`/marketdata/options/?ids=${many(100)}`, token))).toHaveLength(100);
    expect((await client.get(`/marketdata/options/?ids=${many(101)}`, token)).status).toBe(400);
  });

  it("has as many positions as the knob says", async () => {
    const count = async () => {
      const [stocks, options] = [await all("stan", "/positions/"), await all("stan", "/options/positions/")];
      return stocks.length + options.length;
    };
    expect(await count()).toBe(1000);
    client.sandbox.control.setKnobs({ positions: 10 }, "stan");
    expect(await count()).toBe(10);
    const [stock] = await all("stan", "/positions/");
    const token = await tokenOf("stan");
    const instrument = (await client.get(new URL(at(stock, "instrument")).pathname, token)).body;
    expect(valueAt(instrument, "tradable_chain_id")).toBeNull();
  });

  it("has thousands of orders, and a session without a refresh token", async () => {
    const orders = [...(await all("uma", "/orders/")), ...(await all("uma", "/options/orders/"))];
    expect(orders.length).toBeGreaterThan(2000);
    const { body } = await client.login("tess", { expires_in: 864_000 });
    expect(valueAt(body, "refresh_token")).toBeUndefined();
    expect(valueAt(body, "expires_in")).toBe(172_800);
  });

  it("knows the next ex-dividend day of a stock", async () => {
    const token = await tokenOf("rosa");
    const [pfizer, soFi] = rows(await client.get("/fundamentals/?symbols=PFE,SOFI", token));
    expect(pfizer).toMatchObject({ ex_dividend_date: "2026-01-13", dividend_per_share: "0.420000" });
    expect(soFi).toMatchObject({ ex_dividend_date: null, dividend_per_share: null, payable_date: null });
  });
});
