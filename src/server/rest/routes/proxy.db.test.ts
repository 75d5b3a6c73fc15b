import { describe, expect, it } from "vitest";
import { callApi, giveToken } from "@/test/api-caller";
import { botStage } from "@/test/bot-stage";

// Times of retries pass by themselves only where a test lets them.
const stage = botStage({ retry: { count: 1, delayMs: 0, backoff: "linear" } });
const control = () => stage.install.sandbox.control;
const requests = () =>
  control()
    .requests()
    .map(({ method, path, status }) => `${method} ${path} ${status}`);
const tokenId = () => stage.token.split("_")[1];

async function accountNumber(): Promise<string> {
  const body: { results: { account_number: string }[] } = await (
    await stage.call("/proxy/api/accounts/")
  ).json();
  return body.results[0]?.account_number ?? "none";
}

async function orderOf(quantity: string): Promise<string> {
  const account = `${stage.install.sandbox.url}/accounts/${await accountNumber()}/`;
  const order = {
    account,
    symbol: "AAPL",
    side: "buy",
    quantity,
    price: "1.00",
    type: "limit",
    ref_id: "ünïque",
  };
  control().clearRequests();
  return JSON.stringify(order);
}

describe("a read through Wheelhouse", () => {
  it("brings the broker's answer as it is, and is noted without what it says", async () => {
    const direct = await fetch(`${stage.install.sandbox.url}/positions/?nonzero=true`, {
      headers: { authorization: `Bearer ${(await stage.secrets()).accessToken.reveal()}` },
    });
    const response = await stage.call("/proxy/api/positions/?nonzero=true", {
      headers: { cookie: "a=b", accept: "application/json" },
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(await direct.text());
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/json",
      "cache-control": "no-store",
      "content-disposition": "attachment",
      "ratelimit-limit": "6000",
    });
    expect(await stage.proxied()).toEqual([
      {
        host: "api",
        method: "GET",
        route: "/positions/",
        apiToken: tokenId(),
        outcome: "brokered",
        status: 200,
      },
    ]);
  });

  it("leaves ids and symbols out of what is noted", async () => {
    await (await stage.call(`/proxy/bonfire/accounts/${await accountNumber()}/?a=secret`)).text();
    const lines = await stage.install.services.storage.flightRecords.pageOf(stage.connectionId, 500, null);
    expect(lines.map(({ details }) => details["route"])).toContain("/accounts/:id/");
    expect(JSON.stringify(lines)).not.toContain(await accountNumber());
    expect(JSON.stringify(lines)).not.toContain("a=secret");
  });

  it("passes refusals of the broker on as they are, a throttled one after another try", async () => {
    const unknown = await stage.call("/proxy/api/orders/no-such-order/");
    expect([unknown.status, await unknown.json()]).toEqual([404, { detail: "Not found." }]);
    control().addFault({ kind: "status", status: 429, retryAfterSeconds: 0, path: "/user/" });
    const throttled = await stage.call("/proxy/api/user/");
    expect([throttled.status, throttled.headers.get("retry-after")]).toEqual([429, "0"]);
    expect(requests().filter((line) => line === "GET /user/ 429")).toHaveLength(2);
  });

  it("is tried again before its first byte, and only a read is", async () => {
    control().addFault({ kind: "status", status: 503, path: "/user/", count: 1 });
    expect((await stage.call("/proxy/api/user/")).status).toBe(200);
    const body = await orderOf("1");
    control().addFault({ kind: "status", status: 503, path: "/orders/", count: 1 });
    expect((await stage.call("/proxy/api/orders/", { method: "POST", body })).status).toBe(503);
    expect(requests()).toEqual(["POST /orders/ 503"]);
  });

  it("turns a redirect that stays on the host into the address here, and drops any other", async () => {
    const redirect = await stage.call("/proxy/api/positions?nonzero=true");
    expect(redirect.status).toBe(301);
    expect(redirect.headers.get("location")).toBe(
      `/api/v1/connections/${stage.connectionId}/proxy/api/positions/?nonzero=true`,
    );
  });

  it("gives an answer without a body as one", async () => {
    // The sandbox knows no HEAD, and says so in a body that is not sent.
    const head = await stage.call("/proxy/api/user/", { method: "HEAD" });
    expect([head.status, head.body, head.headers.get("allow")]).toEqual([405, null, "GET"]);
    control().addFault({ kind: "status", status: 204, path: "/user/" });
    const response = await stage.call("/proxy/api/user/");
    expect([response.status, response.body]).toEqual([204, null]);
  });

  it("tells the broker's trouble as a problem, and one in the middle of a body by breaking off", async () => {
    control().addFault({ kind: "reset-before", path: "/user/" });
    expect(await stage.problem("/proxy/api/user/")).toBe("502 CONN_NETWORK_ERROR");
    control().clearFaults();
    control().addFault({ kind: "reset-during", path: "/positions/" });
    const cut = await stage.call("/proxy/api/positions/");
    expect(cut.status).toBe(200);
    await expect(cut.text()).rejects.toMatchObject({ code: "CONN_NETWORK_ERROR" });
    expect((await stage.proxied()).map(({ outcome, code }) => [outcome, code])).toEqual([
      ["error", "CONN_NETWORK_ERROR"],
      ["brokered", undefined],
      ["error", "CONN_NETWORK_ERROR"],
    ]);
  });

  it("ends at the broker too when the program goes away, which is not the broker's trouble", async () => {
    control().addFault({ kind: "hang", path: "/user/" });
    const program = new AbortController();
    const waiting = stage.problem("/proxy/api/user/", { signal: program.signal });
    while (control().requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
    program.abort();
    expect(await waiting).toBe("409 API_CONFLICT");
    const { storage } = stage.install.services;
    expect((await storage.connections.byId(stage.connectionId))?.health).toBe("ok");
    const reads = (await storage.breakers.list()).find(({ key }) => key.endsWith(" read"));
    expect(reads?.failures ?? 0).toBe(0);
    const reading = await stage.call("/proxy/api/positions/");
    await reading.body?.cancel();
  });

  it("takes places of the connection's requests, and leaves those for renewal", async () => {
    const codes = new Map<string, number>();
    for (let index = 0; index < 60; index += 1) {
      const response = await stage.call("/proxy/api/user/");
      await response.text();
      codes.set(`${response.status}`, (codes.get(`${response.status}`) ?? 0) + 1);
    }
    // Signing in used some of the 60; six are kept back.
    expect(codes.get("429")).toBeGreaterThanOrEqual(6);
    const refused = await stage.call("/proxy/api/user/");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    await (await stage.install.callerOf(stage.owner)).connections.refresh({
      connectionId: stage.connectionId,
    });
    expect(stage.exchanges()).toBe(1);
  });
});

describe("a token that the broker does not take any more", () => {
  it("is renewed once in the middle of a call, which is repeated once with its body intact", async () => {
    const body = await orderOf("7");
    stage.killTokens();
    const response = await stage.call("/proxy/api/orders/", { method: "POST", body });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ symbol: "AAPL", quantity: "7.00000000", ref_id: "ünïque" });
    expect(requests().filter((line) => line.startsWith("POST /orders/"))).toEqual([
      "POST /orders/ 401",
      "POST /orders/ 201",
    ]);
    expect(stage.exchanges()).toBe(1);
  });

  it("is renewed once for all calls that come at once", async () => {
    stage.killTokens();
    const responses = await Promise.all(Array.from({ length: 5 }, () => stage.call("/proxy/api/user/")));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(stage.exchanges()).toBe(1);
  });

  it("ends the session when the renewal is refused as well", async () => {
    control().endSessions("hana");
    expect(await stage.problem("/proxy/api/user/")).toBe("401 AUTH_SESSION_EXPIRED");
    expect((await stage.proxied()).at(-1)).toMatchObject({ outcome: "error", code: "AUTH_SESSION_EXPIRED" });
  });

  it("is not told from one path that refuses everybody: nothing is renewed, nothing ends", async () => {
    control().addFault({ kind: "status", status: 401, path: "/user/" });
    const response = await stage.call("/proxy/api/user/");
    expect([response.status, await response.json()]).toEqual([401, { detail: "Invalid bearer token." }]);
    expect(stage.exchanges()).toBe(0);
    const { storage } = stage.install.services;
    expect((await storage.connections.byId(stage.connectionId))?.status).toBe("connected");
  });

  it("is left alone while the broker can't say", async () => {
    control().addFault({ kind: "status", status: 401, path: "/user/" });
    control().addFault({ kind: "status", status: 503, path: "/positions/" });
    expect(await stage.problem("/proxy/api/user/")).toBe("503 CONN_BROKER_UNAVAILABLE");
    expect(stage.exchanges()).toBe(0);
  });
});

describe("a call that is not let through", () => {
  it.each([
    ["GET", "/proxy/identi/idl/v1/workflow/1/", "unknown_host"],
    ["POST", "/proxy/api/oauth2/token/", "refused_path"],
    ["GET", "/proxy/api/OAUTH2/token/", "refused_path"],
    ["PATCH", "/proxy/api/%69dl/v1/workflow/1/", "refused_path"],
    ["GET", "/proxy/api/push/1/get_prompts_status/", "refused_path"],
    ["GET", "/proxy/api/devices/", "refused_path"],
    ["GET", "/proxy/api/a%2f..%2foauth2/", "malformed"],
    ["GET", "/proxy/api//evil.example/", "malformed"],
    ["GET", "/proxy/api/https://evil.example/", "malformed"],
    ["GET", "/proxy/api/%00", "malformed"],
    ["GET", "/proxy/api/", "malformed"],
    ["POST", "/proxy/api/ach/transfers/", "refused_path"],
    ["DELETE", "/proxy/api/user/", "not_writable"],
  ])("%s %s is %s: audited, noted, and nothing is sent", async (method, path, reason) => {
    expect(await stage.problem(path, { method })).toBe("403 API_PROXY_REFUSED");
    expect(requests()).toEqual([]);
    expect(await stage.proxied()).toEqual([{ method, apiToken: tokenId(), outcome: "blocked", reason }]);
    expect((await stage.install.events()).at(-1)).toMatchObject({
      eventType: "PROXY_CALL_REFUSED",
      outcome: "denied",
      targetId: stage.connectionId,
      details: { method, reason, apiToken: tokenId() },
    });
  });

  it("leaves the address by dots as any client does, before anything looks at it", async () => {
    expect(await stage.problem("/proxy/api/../../../../nowhere")).toBe("404 API_RESOURCE_NOT_FOUND");
    expect(await stage.problem("/proxy/api/%2e%2e/%2e%2e/%2e%2e/%2e%2e/nowhere")).toBe(
      "404 API_RESOURCE_NOT_FOUND",
    );
  });

  it("changes nothing at a connection that only reads", async () => {
    await stage.connect("read_only");
    expect(await stage.problem("/proxy/api/orders/", { method: "POST", body: {} })).toBe(
      "403 API_PROXY_REFUSED",
    );
    expect((await stage.call("/proxy/api/orders/")).status).toBe(200);
  });

  it("is one with a body of more than a mebibyte", async () => {
    const given = { method: "POST", body: "x".repeat(1024 * 1024 + 1) };
    expect(await stage.problem("/proxy/api/orders/", given)).toBe("413 API_INVALID_REQUEST");
    const most = await stage.call("/proxy/api/orders/", { method: "POST", body: "x".repeat(1024 * 1024) });
    expect(most.headers.get("content-type")).toBe("application/json");
    expect(await stage.proxied()).toMatchObject([
      { method: "POST", outcome: "brokered", status: most.status },
    ]);
  });

  it.each<[string, Parameters<typeof giveToken>[2], string, string]>([
    ["lacks the scope", { scopes: ["session:proxy_write"] }, "GET", "403 API_SCOPE_MISSING"],
    ["lacks the scope to write", { scopes: ["session:proxy"] }, "POST", "403 API_SCOPE_MISSING"],
    ["is limited to accounts", { reach: { accountIds: ["a"] } }, "GET", "403 API_SCOPE_MISSING"],
    ["is for other connections", { reach: { connectionIds: ["a"] } }, "GET", "404 API_RESOURCE_NOT_FOUND"],
    ["is for other brokers", { reach: { brokers: ["etrade"] } }, "GET", "404 API_RESOURCE_NOT_FOUND"],
  ])("is one by a token that %s", async (_title, plan, method, expected) => {
    const token = await giveToken(stage.install.services, stage.owner.id, plan);
    expect(await stage.problem("/proxy/api/orders/", { token, method })).toBe(expected);
    expect(requests()).toEqual([]);
  });

  it("is one to another person's connection, and a write of a person who may not trade", async () => {
    const other = await stage.install.addPerson({ roles: ["user"] });
    const token = await giveToken(stage.install.services, other.id);
    expect(await stage.problem("/proxy/api/user/", { token })).toBe("404 API_RESOURCE_NOT_FOUND");
    const write = await callApi(stage.install.services, {
      token,
      method: "POST",
      path: `/connections/${stage.connectionId}/proxy/api/orders/`,
    });
    expect(write.status).toBe(403);
  });
});
