import { Decimal } from "decimal.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Answer, at, rows, type SandboxClient, startTestSandbox, valueAt } from "../../sandbox-client";

let client: SandboxClient;
let hana: string;
beforeAll(async () => {
  client = await startTestSandbox();
});
afterAll(() => client.sandbox.close());
beforeEach(async () => {
  client.sandbox.control.reset();
  client.sandbox.control.setKnobs({ approval: "none" });
  hana = (await client.tokens("hana")).access;
});

const tokenOf = async (person: string) => (await client.tokens(person)).access;
const column = (answer: Answer, name: string) => rows(answer).map((row) => at(row, name));

async function allPages(path: string, token: string): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let next = path; next !== ""; ) {
    const answer: Answer = await client.get(next, token);
    found.push(...rows(answer));
    next = at(answer.body, "next");
  }
  return found;
}

describe("accounts and portfolios", () => {
  it("lists as much as the query asks for; bonfire lists all", async () => {
    const ivan = await tokenOf("ivan");
    const kinds = async (query: string) =>
      column(await client.get(`/accounts/${query}`, ivan), "brokerage_account_type");
    expect(await kinds("")).toEqual(["individual"]);
    expect(await kinds("?default_to_all_accounts=true")).toEqual([
      "individual",
      "ira_roth",
      "joint_tenancy_with_ros",
    ]);
    const web =
      "?default_to_all_accounts=true&include_managed=true&include_multiple_individual=true&is_default=false";
    expect(await kinds(web)).toHaveLength(4);
    expect(rows(await client.get("/accounts/unified/", ivan))).toHaveLength(4);
    expect(rows(await client.get("/portfolios/", ivan))).toHaveLength(4);
    const holders = async (path: string) => new Set(column(await client.get(path, ivan), "account_number"));
    const numbers = column(await client.get("/accounts/unified/", ivan), "account_number");
    expect(await holders("/positions/?nonzero=true")).toEqual(new Set(numbers.slice(0, 1)));
    expect(await holders(`/positions/?nonzero=true&account_numbers=${numbers.join(",")}`)).toEqual(
      new Set(numbers),
    );
    expect(await holders("/options/positions/?nonzero=True")).toEqual(new Set(numbers.slice(0, 1)));
  });

  it("keeps strings, numbers and nulls as the real answers have them", async () => {
    const ivan = await tokenOf("ivan");
    const list = await client.get("/accounts/?default_to_all_accounts=true", ivan);
    const [margin, roth] = rows(list);
    expect(valueAt(margin, "rhs_account_number")).toBeTypeOf("number");
    expect(at(margin, "buying_power")).toMatch(/^\d+\.\d{4}$/);
    expect(valueAt(margin, "cash_balances")).toBeNull();
    expect(valueAt(margin, "margin_balances", "is_pdt_forever")).toBe(false);
    expect(valueAt(roth, "margin_balances")).toBeNull();
    expect(valueAt(roth, "sma")).toBeNull();
    expect(valueAt(roth, "cash_balances", "marked_pattern_day_trader_date")).toBeNull();
  });

  it.each(["ada", "ivan", "hana"])(
    "adds up for %s: equity is cash and positions at their prices",
    async (person) => {
      const token = await tokenOf(person);
      for (const account of rows(await client.get("/accounts/unified/", token))) {
        const number = at(account, "account_number");
        const cash = at((await client.get(`/accounts/${number}/`, token)).body, "portfolio_cash");
        const portfolio = (await client.get(`/portfolios/${number}/`, token)).body;
        let worth = new Decimal(cash);
        for (const position of await allPages(`/positions/?nonzero=true&account_number=${number}`, token)) {
          const quote = await client.get(`/quotes/?symbols=${at(position, "symbol")}`, token);
          worth = worth.plus(
            new Decimal(at(position, "quantity")).times(at(quote.body, "results", 0, "last_trade_price")),
          );
        }
        for (const position of await allPages(
          `/options/positions/?nonzero=True&account_numbers=${number}`,
          token,
        )) {
          const data = await client.get(`/marketdata/options/?ids=${at(position, "option_id")}`, token);
          const mark = at(data.body, "results", 0, "mark_price");
          const sign = at(position, "type") === "short" ? -100 : 100;
          worth = worth.plus(new Decimal(at(position, "quantity")).times(mark).times(sign));
        }
        expect(at(portfolio, "equity")).toBe(worth.toFixed(4));
        expect(valueAt(portfolio, "extended_hours_equity")).toBeNull();
        expect(new Decimal(cash).gte(0)).toBe(true);
      }
    },
  );

  it("has positions that follow from orders, assignments and nothing else", async () => {
    const token = await tokenOf("ada");
    const shares = new Map<string, Decimal>();
    const add = (symbol: string, side: string, quantity: string) => {
      const signed = new Decimal(quantity).times(side === "buy" ? 1 : -1);
      shares.set(symbol, (shares.get(symbol) ?? new Decimal(0)).plus(signed));
    };
    for (const order of await allPages("/orders/", token)) {
      if (at(order, "state") === "filled") add(at(order, "symbol"), at(order, "side"), at(order, "quantity"));
    }
    for (const event of await allPages("/options/events/", token)) {
      const component = valueAt(event, "equity_components", 0);
      if (component !== undefined)
        add(at(component, "symbol"), at(component, "side"), at(component, "quantity"));
    }
    const held = await allPages("/positions/?nonzero=true", token);
    expect(held.length).toBeGreaterThan(2);
    for (const position of held) {
      expect(shares.get(at(position, "symbol"))?.toFixed(8)).toBe(at(position, "quantity"));
      shares.delete(at(position, "symbol"));
    }
    expect([...shares.values()].every((left) => left.isZero())).toBe(true);
  });

  it("is empty, not failed, for a new account and for a login without one", async () => {
    const june = await tokenOf("june");
    expect(at((await client.get("/portfolios/", june)).body, "results", 0, "equity")).toBe("0.0000");
    expect(rows(await client.get("/positions/?nonzero=true", june))).toEqual([]);
    const noor = await tokenOf("noor");
    expect((await client.get("/accounts/", noor)).body).toEqual({ next: null, previous: null, results: [] });
  });

  it("redirects a path without its slash, or answers it by knob; other accounts are not found", async () => {
    const number = column(await client.get("/accounts/", hana), "account_number")[0];
    for (const kind of ["accounts", "portfolios"]) {
      const moved = await client.get(`/${kind}/${number}?a=1`, hana);
      expect(moved.status).toBe(301);
      expect(moved.headers.get("location")).toBe(`${client.sandbox.url}/${kind}/${number}/?a=1`);
    }
    expect((await client.send("POST", "/oauth2/token")).status).toBe(404);
    client.sandbox.control.setKnobs({ slashRedirects: false });
    expect((await client.get(`/accounts/${number}`, hana)).status).toBe(200);
    const otto = await tokenOf("otto");
    const paths = ["accounts/#/", "accounts/#/recent_day_trades/", "accounts/#/buying_power_breakdown"];
    for (const path of [...paths, "portfolios/#/", "accounts/#/unified/", "portfolio/account/#/live"]) {
      const own = path.replace("#", number ?? "");
      expect((await client.get(`/${own}`, hana)).status).toBe(200);
      expect(await client.get(`/${own}`, otto)).toMatchObject({
        status: 404,
        body: { detail: "Not found." },
      });
    }
  });

  it("has prices of the extended hours by knob", async () => {
    client.sandbox.control.setKnobs({ extendedHours: true });
    const portfolio = valueAt((await client.get("/portfolios/", hana)).body, "results", 0);
    expect(Number(at(portfolio, "extended_hours_equity"))).toBeGreaterThan(Number(at(portfolio, "equity")));
    const quote = (await client.get("/quotes/F/", hana)).body;
    expect(Number(at(quote, "last_extended_hours_trade_price"))).toBeGreaterThan(0);
  });
});

describe("pagination", () => {
  it("walks all pages by absolute links, forth and back", async () => {
    const ivan = await tokenOf("ivan");
    const first = await client.get("/orders/", ivan);
    expect(rows(first)).toHaveLength(100);
    expect(at(first.body, "next")).toMatch(new RegExp(`^${client.sandbox.url}/orders/\\?cursor=`));
    const second = await client.get(at(first.body, "next"), ivan);
    expect(rows(await client.get(at(second.body, "previous"), ivan))).toEqual(rows(first));
    const all = await allPages("/orders/", ivan);
    expect(all.length).toBeGreaterThan(230);
    expect(new Set(all.map((order) => at(order, "id"))).size).toBe(all.length);
  });

  it("takes a smaller page size, and makes links on the public address", async () => {
    const other = await startTestSandbox({ publicUrl: "https://api.robinhood.com/", knobs: { pageSize: 2 } });
    try {
      const { access } = await other.tokens("hana");
      const answer = await other.get("/orders/?page_size=1&cursor=nonsense", access);
      expect(rows(answer)).toHaveLength(1);
      expect(at(answer.body, "next")).toMatch(
        /^https:\/\/api\.robinhood\.com\/orders\/\?page_size=1&cursor=/,
      );
      expect(rows(await other.get("/instruments/?page_size=50", access))).toHaveLength(2);
    } finally {
      await other.sandbox.close();
    }
  });
});
