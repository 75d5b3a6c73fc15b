import { describe, expect, it } from "vitest";
import { type ClientOptions, type ConnectionChange, WheelhouseClient } from "@/client/wheelhouse-client";

const problem = (status: number, given: object = {}) => ({
  type: "/api-docs#error-3009",
  title: "t",
  status,
  detail: "Slow down",
  instance: "/api/v1/me",
  code: "3009",
  name: "API_TOKEN_BUDGET_SPENT",
  fields: null,
  retryAfter: null,
  requestId: "r-1",
  ...given,
});
const problemReply = (status: number, headers: Record<string, string> = {}, given: object = {}) =>
  new Response(JSON.stringify(problem(status, given)), {
    status,
    headers: { "content-type": "application/problem+json", ...headers },
  });

/** A client whose requests are answered in turn by what the test says, and what came of it. */
function stage(answers: (Response | Error)[], options: Partial<ClientOptions> = {}) {
  const sent: Request[] = [];
  const waits: number[] = [];
  const client = new WheelhouseClient({
    baseUrl: "https://wheelhouse.test",
    token: "whl_test",
    fetch: async (input, init) => {
      sent.push(new Request(input, init));
      const answer = answers.shift();
      if (answer === undefined) throw new Error("unexpected request");
      if (answer instanceof Error) throw answer;
      return answer;
    },
    wait: async (durationMs) => {
      waits.push(durationMs);
    },
    ...options,
  });
  return { client, sent, waits };
}
const thrown = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe("a call that fails", () => {
  it("is an error with all that the problem details say, and without the token", async () => {
    const { client } = stage([problemReply(422, {}, { fields: { seconds: "Too long" }, retryAfter: 7 })]);
    const error = await thrown(client.leaseSession("a"));
    expect(error).toMatchObject({
      name: "API_TOKEN_BUDGET_SPENT",
      code: "3009",
      status: 422,
      message: "Slow down",
      retryAfter: 7,
      requestId: "r-1",
      fields: { seconds: "Too long" },
    });
    expect(JSON.stringify([error, client])).not.toContain("whl_test");
  });

  it.each([
    ["a page of something in between", new Response("<html>", { status: 502 }), "CONN_UNEXPECTED_REPLY", 502],
    ["other JSON", new Response('{"status":502}', { status: 502 }), "CONN_UNEXPECTED_REPLY", 502],
    ["a success that is no JSON", new Response("<html>"), "CONN_UNEXPECTED_REPLY", 200],
    ["no answer", new TypeError("fetch failed"), "CONN_NETWORK_ERROR", null],
  ])("by %s is told from Wheelhouse's own problems", async (_title, answer, name, status) => {
    expect(await thrown(stage([answer]).client.getOwnToken())).toMatchObject({ name, status });
  });

  it("is given up in time, or when the caller has had enough", async () => {
    const hang: typeof fetch = (_input, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
      });
    const { client } = stage([], { fetch: hang, timeoutMs: 1 });
    expect(await thrown(client.getOwnToken())).toMatchObject({ name: "CONN_TIMEOUT", status: null });
    const enough = AbortSignal.abort(new Error("enough"));
    expect(await thrown(client.getOwnToken({ signal: enough }))).toMatchObject({ message: "enough" });
  });

  it("is not made at all without a token, or to an address that leads elsewhere", async () => {
    expect(() => stage([], { token: " " })).toThrow("An API token is needed");
    const { client, sent } = stage([]);
    expect(() => client.getConnection("..")).toThrow("can't stand in an address");
    expect(await thrown(client.proxy("a", "api", "/../../../../me"))).toMatchObject({ name: "TypeError" });
    expect(await thrown(client.proxy("a", "api", "/%2e%2e/%2e%2e/leases"))).toMatchObject({
      name: "TypeError",
    });
    expect(sent).toEqual([]);
  });
});

describe("a read that is put off", () => {
  it.each([429, 503])("by %i is asked again once, after the time it was told", async (status) => {
    const { client, sent, waits } = stage([
      problemReply(status, { "retry-after": "3" }),
      Response.json({ connections: [], nextCursor: null }),
    ]);
    expect(await client.listConnections()).toEqual({ connections: [], nextCursor: null });
    expect([sent.length, waits]).toEqual([2, [3000]]);
  });

  it.each([
    ["twice", [problemReply(429, { "retry-after": "1" }), problemReply(429, { "retry-after": "1" })], 2],
    ["without a time", [problemReply(503)], 1],
    ["for too long", [problemReply(429, { "retry-after": "61" })], 1],
    ["for another reason", [problemReply(409, { "retry-after": "1" })], 1],
  ])("%s fails", async (_title, answers, requests) => {
    const { client, sent } = stage(answers);
    expect(await thrown(client.getOwnToken())).toMatchObject({ name: "API_TOKEN_BUDGET_SPENT" });
    expect(sent).toHaveLength(requests);
  });

  it("is one that reads: a write is the program's to repeat", async () => {
    const { client, sent } = stage([problemReply(429, { "retry-after": "1" })]);
    expect(await thrown(client.checkConnection("a"))).toMatchObject({ retryAfter: null, status: 429 });
    expect(sent).toHaveLength(1);
  });
});

describe("a write", () => {
  it("has a key of its own, also the second time that it is sent after its answer got lost", async () => {
    const { client, sent } = stage([new TypeError("reset"), Response.json({}), Response.json({})]);
    await client.refreshConnection("a");
    await client.refreshConnection("a");
    const keys = sent.map(({ headers }) => headers.get("idempotency-key"));
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("keeps the key that it is given, and fails when it got lost twice", async () => {
    const { client, sent } = stage([new TypeError("reset"), new TypeError("reset")]);
    const error = await thrown(client.refreshConnection("a", { idempotencyKey: "mine" }));
    expect(error).toMatchObject({ name: "CONN_NETWORK_ERROR" });
    expect(sent.map(({ headers }) => headers.get("idempotency-key"))).toEqual(["mine", "mine"]);
  });
});

describe("answers that are kept", () => {
  const tagged = () => Response.json({ connections: [], nextCursor: null }, { headers: { etag: '"1"' } });

  it("are asked about by their tag, where that is wanted", async () => {
    const { client, sent } = stage([tagged(), new Response(null, { status: 304 })], { cache: true });
    expect(await client.listConnections()).toEqual(await client.listConnections());
    expect(sent.map(({ headers }) => headers.get("if-none-match"))).toEqual([null, '"1"']);
    const without = stage([tagged(), tagged()]);
    await without.client.listConnections();
    await without.client.listConnections();
    expect(without.sent.map(({ headers }) => headers.get("if-none-match"))).toEqual([null, null]);
  });

  it("are not more than two hundred", async () => {
    const { client, sent } = stage(Array.from({ length: 202 }, tagged), { cache: true });
    for (let limit = 1; limit <= 201; limit += 1) await client.listConnections({ limit });
    await client.listConnections({ limit: 1 });
    expect(sent.at(-1)?.headers.get("if-none-match")).toBeNull();
  });
});

describe("a list", () => {
  it("is gone through page by page, asking the broker anew for the first alone", async () => {
    const { client, sent } = stage([
      Response.json({ positions: [{ symbol: "AAPL" }], nextCursor: "two" }),
      Response.json({ positions: [{ symbol: "MSFT" }], nextCursor: null }),
    ]);
    const symbols = [];
    for await (const { symbol } of client.eachPosition("a", { fresh: true, limit: 1 })) symbols.push(symbol);
    expect(symbols).toEqual(["AAPL", "MSFT"]);
    expect(sent.map(({ url }) => new URL(url).search)).toEqual([
      "?fresh=true&limit=1",
      "?fresh=false&limit=1&cursor=two",
    ]);
  });
});

describe("a list of which a part could not be read", () => {
  const page = () => {
    const parts = [
      { part: "stock_holdings", state: "fresh" },
      { part: "option_holdings", state: "failed" },
    ];
    return Response.json({ positions: [{ symbol: "AAPL" }], parts, nextCursor: null });
  };

  it("fails, unless that is allowed", async () => {
    const { client } = stage([page(), page()]);
    expect(await thrown(client.eachPosition("a").next())).toMatchObject({
      name: "CONN_UNEXPECTED_REPLY",
      message: "The broker did not give everything: option_holdings",
    });
    const { value } = await client.eachPosition("a", {}, { allowPartial: true }).next();
    expect(value).toEqual({ symbol: "AAPL" });
  });
});

describe("a call through the proxy", () => {
  it("gives the broker's answer as it is, whatever its status", async () => {
    const { client, sent } = stage([Response.json({ detail: "Not found." }, { status: 404 })]);
    const response = await client.proxy("a", "api", "/orders/x/?a=b&c=%2F");
    expect([response.status, await response.json()]).toEqual([404, { detail: "Not found." }]);
    expect(sent[0]?.url).toBe("https://wheelhouse.test/api/v1/connections/a/proxy/api/orders/x/?a=b&c=%2F");
    expect(sent[0]?.headers.has("idempotency-key")).toBe(false);
  });

  it("fails by Wheelhouse's own problems, and not by a broker's of the same media type", async () => {
    const own = stage([problemReply(403)]);
    expect(await thrown(own.client.proxy("a", "api", "/x/"))).toMatchObject({ status: 403 });
    const type = { "content-type": "application/problem+json" };
    const theirs = stage([new Response('{"title":"no"}', { status: 400, headers: type })]);
    const response = await theirs.client.proxy("a", "api", "/x/");
    expect([response.status, await response.text()]).toEqual([400, '{"title":"no"}']);
  });
});

describe("changes of connections", () => {
  const streamOf = (text: string) => new Response(text);
  const connection = (id: string) => `event: connection\ndata: {"id":"${id}"}\n\n`;

  async function changes(answers: (Response | Error)[], count: number, signal?: AbortSignal) {
    const { client, sent, waits } = stage(answers);
    const told: ConnectionChange[] = [];
    const names: string[] = [];
    const watching = client.watchConnections({ signal, onInterruption: ({ name }) => names.push(name) });
    const error = await thrown(
      (async () => {
        for await (const change of watching) if (told.push(change) === count) return;
      })(),
    );
    return { told, sent, waits, error, names };
  }

  it("go on where they were cut off", async () => {
    const first = `: watching\n\n${connection("one")}id: one:1,two:1\n${connection("two")}`;
    const second = 'event: removed\ndata: {"id":"two"}\n\n';
    const { told, sent, waits } = await changes(
      [streamOf(first), new TypeError("reset"), problemReply(503, {}, { retryAfter: 9 }), streamOf(second)],
      3,
    );
    expect(told).toEqual([
      { kind: "connection", connection: { id: "one" } },
      { kind: "connection", connection: { id: "two" } },
      { kind: "removed", connectionId: "two" },
    ]);
    expect(sent.map(({ headers }) => headers.get("last-event-id"))).toEqual([
      null,
      "one:1,two:1",
      "one:1,two:1",
      "one:1,two:1",
    ]);
    expect(waits).toEqual([1000, 2000, 9000]);
  });

  it("end with the reason when the token may not go on", async () => {
    const end = `event: end\ndata: ${JSON.stringify(problem(401, { name: "AUTH_SIGN_IN_REQUIRED" }))}\n\n`;
    const { error } = await changes([streamOf(`id: none\nevent: same\ndata: {}\n\n${end}`)], 1);
    expect(error).toMatchObject({ name: "AUTH_SIGN_IN_REQUIRED", status: 401 });
    const refused = await changes([problemReply(403, {}, { name: "AUTH_BOTS_FROZEN" })], 1);
    expect(refused.error).toMatchObject({ name: "AUTH_BOTS_FROZEN", status: 403 });
  });

  it("outlive troubles of Wheelhouse's, which the program is told of", async () => {
    const end = `event: end\ndata: ${JSON.stringify(problem(500, { name: "API_UNEXPECTED" }))}\n\n`;
    const page = new Response("<html>", { status: 502 });
    const { told, names } = await changes([streamOf(end), page, streamOf(connection("one"))], 1);
    expect(told).toHaveLength(1);
    expect(names).toEqual(["API_UNEXPECTED", "CONN_NETWORK_ERROR"]);
  });

  it("end quietly when the program has had enough", async () => {
    const enough = new AbortController();
    const { client } = stage([streamOf(connection("one")), streamOf(connection("two"))]);
    const told = [];
    for await (const change of client.watchConnections({ signal: enough.signal })) {
      told.push(change);
      enough.abort();
    }
    expect(told).toHaveLength(1);
  });
});
