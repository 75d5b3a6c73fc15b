import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, rows, type SandboxClient, startTestSandbox, valueAt } from "../sandbox-client";

/**
 * The requests of robin_stocks 3.4.0, byte for byte as protocol sheet 1.1, 2.3 and 5.1 measured them, and
 * the keys without which that library stops.
 */

let client: SandboxClient;
beforeAll(async () => {
  client = await startTestSandbox();
});
afterAll(() => client.sandbox.close());

const sessionHeaders = {
  Accept: "*/*",
  "Accept-Encoding": "gzip,deflate,br",
  "Accept-Language": "en-US,en;q=1",
  "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
  "X-Robinhood-API-Version": "1.431.4",
  Connection: "keep-alive",
  "User-Agent": "*",
};
const jsonHeaders = { ...sessionHeaders, "Content-Type": "application/json" };
const deviceToken = "3f9a0c1d-77e2-05b8-c6d4-1a2b3c4d5e6f";
const tokenBody = [
  "client_id=c82SH0WZOsabOXGP2sxqcj34FxkvfnWRZBKlBjFS&expires_in=86400&grant_type=password",
  "&password=not-a-real-password-ada&scope=internal&username=ada%40example.com",
  `&device_token=${deviceToken}`,
  "&try_passkeys=False&token_request_path=%2Flogin&create_read_only_secondary_token=True",
].join("");

interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** Sends exactly these bytes; follows a redirect on the same host with its Authorization, as requests does. */
function send(method: string, path: string, headers: Record<string, string>, body = ""): Promise<Received> {
  return new Promise((resolve, reject) => {
    const length = body === "" ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...headers, ...length } };
    const asked = httpRequest(`${client.sandbox.url}${path}`, options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () => {
        const { location } = answer.headers;
        if (location !== undefined) {
          const target = new URL(location);
          send(method, `${target.pathname}${target.search}`, headers, body).then(resolve, reject);
          return;
        }
        const text = Buffer.concat(chunks).toString();
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: JSON.parse(text) });
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

describe("robin_stocks 3.4.0", () => {
  let bearer: Record<string, string> = {};
  const get = (path: string) => send("GET", path, bearer);

  it("signs in through the approval of a prompt", async () => {
    const login = await send("POST", "/oauth2/token/", sessionHeaders, tokenBody);
    expect(login.status).toBe(403);
    const workflow = at(login.body, "verification_workflow", "id");
    // With an old session file the library gives another device here than in the token request.
    const machineBody = `{"device_id": "another", "flow": "suv", "input": {"workflow_id": "${workflow}"}}`;
    const machine = at(
      (await send("POST", "/pathfinder/user_machine/", jsonHeaders, machineBody)).body,
      "id",
    );
    const viewPath = `/pathfinder/inquiries/${machine}/user_view/`;
    const view = await send("GET", viewPath, sessionHeaders);
    const challenge = valueAt(view.body, "context", "sheriff_challenge");
    expect(challenge).toMatchObject({ type: "prompt", status: "issued" });
    const poll = `/push/${at(challenge, "id")}/get_prompts_status/`;
    expect(at((await send("GET", poll, sessionHeaders)).body, "challenge_status")).toBe("issued");
    client.sandbox.control.act("ada", "approve");
    expect(at((await send("GET", poll, sessionHeaders)).body, "challenge_status")).toBe("validated");
    const goOn = '{"sequence": 0, "user_input": {"status": "continue"}}';
    const approved = await send("POST", viewPath, jsonHeaders, goOn);
    expect(at(approved.body, "type_context", "result")).toBe("workflow_status_approved");
    const done = await send("POST", "/oauth2/token/", sessionHeaders, tokenBody);
    expect(done.status).toBe(200);
    for (const key of ["token_type", "access_token", "refresh_token"])
      expect(at(done.body, key)).not.toBe("");
    bearer = {
      ...sessionHeaders,
      Authorization: `${at(done.body, "token_type")} ${at(done.body, "access_token")}`,
    };
  });

  it("answers a code with status validated, or with a 400 whose body it can read", async () => {
    const body = tokenBody.replace("password-ada", "password-ben").replace("ada%40", "ben%40");
    const workflow = at(
      (await send("POST", "/oauth2/token/", sessionHeaders, body)).body,
      "verification_workflow",
      "id",
    );
    const machine = await client.machineOf(workflow);
    const view = await send("GET", `/pathfinder/inquiries/${machine}/user_view/`, sessionHeaders);
    const path = `/challenge/${at(view.body, "context", "sheriff_challenge", "id")}/respond/`;
    const wrong = await send("POST", path, sessionHeaders, "response=000000");
    expect(wrong.status).toBe(400);
    const right = await send("POST", path, sessionHeaders, `response=${client.codeOf("ben")}`);
    expect(at(right.body, "status")).toBe("validated");
  });

  it("restores a session by one read of the positions", async () => {
    const probe = await get("/positions/?nonzero=true");
    expect(probe.status).toBe(200);
    expect(at((await send("GET", "/positions/?nonzero=true", sessionHeaders)).body, "detail")).not.toBe("");
  });

  it("reads accounts and portfolios, also without the slash at the end", async () => {
    const account = valueAt((await get("/accounts/?default_to_all_accounts=true")).body, "results", 0);
    for (const key of ["cash", "uncleared_deposits", "account_number", "buying_power"]) {
      expect(valueAt(account, key)).toBeTypeOf("string");
    }
    const number = at(account, "account_number");
    expect(at((await get(`/accounts/${number}`)).body, "account_number")).toBe(number);
    expect(valueAt((await get("/portfolios/")).body, "results", 0)).toHaveProperty("extended_hours_equity");
    expect(at((await get(`/portfolios/${number}`)).body, "account")).toContain(number);
    expect((await get(`/accounts/${number}/recent_day_trades/`)).body).toHaveProperty("equity_day_trades");
    for (const list of ["/dividends/", "/options/orders/", `/orders/?account_numbers=${number}`]) {
      expect((await get(list)).body).toHaveProperty("next", null);
    }
  });

  it("builds holdings from positions, instruments, fundamentals and quotes", async () => {
    const positions = (await get("/positions/?nonzero=true")).body;
    expect(positions).toHaveProperty("next");
    const position = valueAt(positions, "results", 0);
    for (const key of ["quantity", "average_buy_price", "intraday_average_buy_price"]) {
      expect(at(position, key)).toMatch(/^\d+\.\d+$/);
    }
    const instrument = (await get(new URL(at(position, "instrument")).pathname)).body;
    const symbol = at(instrument, "symbol");
    for (const key of ["id", "type", "simple_name"]) expect(at(instrument, key)).not.toBe("");
    const fundamentals = await get(`/fundamentals/?symbols=${symbol}`);
    expect(valueAt(fundamentals.body, "results", 0)).toHaveProperty("pe_ratio");
    const quotes = await get(`/quotes/?symbols=${symbol}%2CMSFT`);
    expect(valueAt(quotes.body, "results", 0)).toHaveProperty("last_extended_hours_trade_price", null);
    expect(at(quotes.body, "results", 1, "last_trade_price")).toMatch(/^\d+\.\d{6}$/);
    expect(at((await get(`/instruments/?symbol=${symbol}`)).body, "results", 0, "id")).toBe(
      at(instrument, "id"),
    );
  });

  it("reads option positions, their contracts and market data by full address", async () => {
    const positions = (await get("/options/positions/?nonzero=True")).body;
    const position = valueAt(positions, "results", 0);
    const contract = (await get(new URL(at(position, "option")).pathname)).body;
    expect(contract).toMatchObject({ chain_symbol: "AAPL", state: "active" });
    const data = await get(`/marketdata/options/?instruments=${encodeURIComponent(at(contract, "url"))}`);
    expect(at(data.body, "results", 0, "adjusted_mark_price")).not.toBe("");
    const aggregate = await client.get(
      "/options/aggregate_positions/?nonzero=True",
      bearer["Authorization"]?.slice(7),
    );
    expect(rows(aggregate).length).toBeGreaterThan(0);
    const chain = at(contract, "chain_id");
    const query = `chain_id=${chain}&chain_symbol=AAPL&state=active&expiration_dates=${at(contract, "expiration_date")}`;
    const strike = `&strike_price=${at(contract, "strike_price")}&type=${at(contract, "type")}`;
    expect(at((await get(`/options/instruments/?${query}${strike}`)).body, "results", 0, "id")).toBe(
      at(contract, "id"),
    );
    expect((await get(`/options/chains/${chain}/`)).body).toHaveProperty("expiration_dates");
  });
});
