import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { BrokerCalls, LoginInput, LoginStep } from "@/server/brokers/broker";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import type { HttpReply } from "@/server/http/http.port";
import { createHttpClient } from "@/server/http/http-client";
import type { RetryPolicy, ServiceContext } from "@/server/services/service-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import type { CallKind } from "@/server/services/upstream/call-kind";
import { connectionGate } from "@/server/services/upstream/connection-gate";
import { serviceSettingsOf } from "@/server/settings/service-settings";
import { Secret } from "@/shared/secret";
import { createTestInstall, type TestInstall } from "@/test/test-install";
import { testLiveSettings } from "@/test/test-settings";

let install: TestInstall;
let base: ServiceContext;
let connection: { id: string; broker: "robinhood" };

beforeAll(async () => {
  install = await createTestInstall();
  base = await install.contextOf(null);
});
afterAll(() => install.close());
beforeEach(async () => {
  install.sandbox.control.reset();
  install.advance(3600);
  install.sandbox.control.clock.set(install.clock.now());
  connection = { id: crypto.randomUUID(), broker: "robinhood" };
  // A good call ends what the test before left in the breaker, whose broker is the same.
  const good = () => Promise.resolve({ status: 200, headers: {}, body: "" });
  const elsewhere = { id: crypto.randomUUID(), broker: "robinhood" } as const;
  for (const kind of ["read", "history", "login", "refresh", "logout"] as const) {
    await connectionGate(base, elsewhere, kind).pass({ method: "GET", route: "/" }, good);
  }
});

/** A context whose retries are these; the breaker stays out of the way where the test is not about it. */
function contextWith(retry: RetryPolicy, failures = 100): ServiceContext {
  return { ...base, settings: { ...base.settings, retry, breaker: { failures, openSeconds: 30 } } };
}

const thrice: RetryPolicy = { count: 3, delayMs: 1000, backoff: "linear" };

async function passTime<T>(work: Promise<T>): Promise<T> {
  let over = false;
  const noted = work.finally(() => {
    over = true;
  });
  noted.catch(() => undefined);
  while (!over) {
    if (install.clock.sleepers > 0) install.advance(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return noted;
}

function inputOf(person: string, password = `not-a-real-password-${person}`): LoginInput {
  return {
    credentials: { username: new Secret(`${person}@example.com`), password: new Secret(password) },
    deviceToken: base.brokers.robinhood?.createDeviceToken() ?? null,
    access: "read_only",
    sessionParams: { expiresInSeconds: 86_400, scope: "internal" },
  };
}

const callsOf = (ctx: ServiceContext, kind: CallKind): BrokerCalls => brokerCalls(ctx, connection, kind);

async function signIn(): Promise<BrokerSessionSecrets> {
  const step: LoginStep = await callsOf(base, "login").startLogin(inputOf("hana"));
  if (step.kind !== "connected") throw new Error("Nobody asks hana for more than her password");
  install.sandbox.control.clearRequests();
  return step.session;
}

const sentTo = (path: string) =>
  install.sandbox.control.requests().filter((request) => request.path === path).length;
const flights = async () => (await base.storage.flightRecords.pageOf(connection.id, 500, null)).toReversed();
const waits = async () =>
  (await flights()).filter(({ kind }) => kind === "wait").map(({ details }) => details["waitMs"]);

describe("a read that fails", () => {
  it.each([429, 500, 502, 503, 504])("with status %i is sent again until it is answered", async (status) => {
    const session = await signIn();
    install.sandbox.control.addFault({ kind: "status", status, count: 2, retryAfterSeconds: 0 });
    await passTime(callsOf(contextWith(thrice), "read").probe(session));
    expect(sentTo("/positions/")).toBe(3);
    expect(await waits()).toEqual([1000, 2000]);
  });

  it.each(["reset-before", "reset-after", "reset-during"])("by a %s is sent again", async (kind) => {
    const session = await signIn();
    install.sandbox.control.addFault({ kind, count: 1 });
    await passTime(callsOf(contextWith(thrice), "read").probe(session));
    expect(sentTo("/positions/")).toBe(2);
  });

  it.each([0, 1, 2, 5])(
    "for good is sent once and %i times again, and its last answer counts",
    async (count) => {
      const session = await signIn();
      install.sandbox.control.addFault({ kind: "status", status: 503 });
      const probing = callsOf(contextWith({ ...thrice, count }), "read").probe(session);
      await expect(passTime(probing)).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE", status: 503 });
      expect(sentTo("/positions/")).toBe(1 + count);
      const steps = (await flights())
        .filter(({ details }) => details["kind"] === "read")
        .map(({ kind }) => kind);
      expect(steps).toEqual(["call", ...Array.from({ length: count }, () => ["wait", "call"]).flat()]);
    },
  );

  it("waits a random part of a delay that doubles, when the settings say exponential", async () => {
    const session = await signIn();
    install.sandbox.control.addFault({ kind: "status", status: 503 });
    const ctx = contextWith({ count: 6, delayMs: 1000, backoff: "exponential" });
    await expect(passTime(callsOf(ctx, "read").probe(session))).rejects.toThrow();
    const waited = (await waits()).map(Number);
    expect(waited).toHaveLength(6);
    for (const [index, waitMs] of waited.entries()) {
      expect(waitMs).toBeLessThanOrEqual(Math.min(30_000, 2000 * 2 ** index));
    }
    expect(new Set(waited).size).toBe(6);
  });

  it.each([
    ["0", [0, 0, 0], 0],
    ["2", [2000, 4000, 6000], 12],
    ["7", [7000, 14_000, 21_000], 42],
  ])("waits from try to try as API_RETRY_DELAY says (%s s)", async (delay, waited, passed) => {
    const session = await signIn();
    install.sandbox.control.addFault({ kind: "status", status: 503, count: 3 });
    const variables = { API_RETRY_DELAY: delay, API_RETRY_BACKOFF: "linear", API_RETRY_COUNT: "3" };
    const { retry } = serviceSettingsOf(testLiveSettings(variables).resolved.values, "");
    const begunAt = install.clock.now().getTime();
    await passTime(callsOf(contextWith(retry), "read").probe(session));
    expect(await waits()).toEqual(waited);
    expect(sentTo("/positions/")).toBe(4);
    expect(install.clock.now().getTime() - begunAt).toBe(passed * 1000);
  });

  it.each([
    [12, [12_000], 2],
    [15, [15_000], 2],
    [16, [], 1],
  ])("waits as long as the broker asks (%i s), but gives 15 s at most", async (seconds, waited, sent) => {
    const session = await signIn();
    install.sandbox.control.addFault({ kind: "status", status: 429, count: 1, retryAfterSeconds: seconds });
    const probing = passTime(callsOf(contextWith(thrice), "read").probe(session));
    if (sent === 1) {
      await expect(probing).rejects.toMatchObject({ code: "API_RATE_LIMITED", retryAfterSeconds: seconds });
    } else {
      await probing;
    }
    expect(await waits()).toEqual(waited);
    expect(sentTo("/positions/")).toBe(sent);
  });

  it.each([
    [401, "AUTH_SESSION_EXPIRED"],
    [403, "API_PERMISSION_DENIED"],
    [501, "CONN_BROKER_UNAVAILABLE"],
  ])("with status %i is not sent again", async (status, code) => {
    const session = await signIn();
    install.sandbox.control.addFault({ kind: "status", status });
    await expect(callsOf(contextWith(thrice), "read").probe(session)).rejects.toMatchObject({ code });
    expect(sentTo("/positions/")).toBe(1);
  });

  it("is not sent again once the breaker opened, and its own trouble is told", async () => {
    const session = await signIn();
    install.sandbox.control.addFault({ kind: "status", status: 503 });
    const ctx = contextWith({ ...thrice, count: 9 }, 3);
    await expect(passTime(callsOf(ctx, "read").probe(session))).rejects.toMatchObject({
      code: "CONN_BROKER_UNAVAILABLE",
    });
    expect(sentTo("/positions/")).toBe(3);
    expect((await flights()).slice(-2).map(({ kind }) => kind)).toEqual(["wait", "call_refused"]);
    await expect(callsOf(ctx, "read").probe(session)).rejects.toMatchObject({
      code: "CONN_BROKER_PAUSED",
      retryAfterSeconds: expect.any(Number),
    });
  });

  it("is not sent again when its failure says nothing of the time, or nothing at all", async () => {
    let sent = 0;
    const gate = connectionGate(contextWith(thrice), connection, "read");
    const slip = () => {
      sent += 1;
      return Promise.reject(new Error("a slip of our own"));
    };
    const request = { method: "GET", route: "/", repeatable: true } as const;
    await expect(gate.pass(request, slip)).rejects.toThrow("a slip of our own");
    expect(sent).toBe(1);
    expect((await flights()).at(-1)?.details).toMatchObject({ code: "API_UNEXPECTED" });
    const busy: HttpReply = { status: 503, headers: {}, body: "" };
    expect(await passTime(gate.pass(request, () => Promise.resolve(busy)))).toBe(busy);
    expect(await passTime(gate.pass({ ...request, repeatable: false }, () => Promise.resolve(busy)))).toBe(
      busy,
    );
    expect((await flights()).filter(({ kind }) => kind === "call")).toHaveLength(1 + 4 + 1);
  });
});

describe("what is not a read is sent exactly once, with three retries allowed", () => {
  const ctx = () => contextWith(thrice);

  it("a password that the broker refuses", async () => {
    await expect(callsOf(ctx(), "login").startLogin(inputOf("hana", "not-this-one"))).rejects.toMatchObject({
      code: "AUTH_INVALID_CREDENTIALS",
    });
    expect(sentTo("/oauth2/token/")).toBe(1);
  });

  it.each([429, 500, 503])("a password that is answered with status %i", async (status) => {
    install.sandbox.control.addFault({ kind: "status", status, path: "/oauth2/token/" });
    await expect(callsOf(ctx(), "login").startLogin(inputOf("hana"))).rejects.toThrow();
    expect(sentTo("/oauth2/token/")).toBe(1);
    expect(await waits()).toEqual([]);
  });

  it("a code that the broker refuses", async () => {
    const calls = callsOf(ctx(), "login");
    const prompted = await calls.startLogin(inputOf("ada"));
    if (prompted.kind !== "waiting") throw new Error("ada has a second factor");
    const asked = await calls.continueLogin(prompted.state, { kind: "switch", to: "sms" });
    if (asked.kind !== "waiting") throw new Error("ada has a second factor");
    const before = install.sandbox.control.requests().length;
    const answered = await calls.continueLogin(asked.state, { kind: "code", code: new Secret("000000") });
    expect(answered).toMatchObject({ kind: "waiting", challenge: { lastCodeRejected: true } });
    const sent = install.sandbox.control.requests().slice(before);
    expect(sent.filter(({ method, route }) => method === "POST" && route.includes("respond"))).toHaveLength(
      1,
    );
  });

  it.each([401, 429, 503])("a refresh token that is answered with status %i", async (status) => {
    const session = await signIn();
    install.sandbox.control.addFault({ kind: "status", status, path: "/oauth2/token/" });
    await expect(callsOf(ctx(), "refresh").refresh?.(session)).rejects.toThrow();
    expect(sentTo("/oauth2/token/")).toBe(1);
  });

  it("the end of a session, though it may be repeated", async () => {
    const session = await signIn();
    install.sandbox.control.addFault({ kind: "status", status: 503, path: "/oauth2/revoke_token/" });
    await expect(callsOf(ctx(), "logout").revoke(session)).rejects.toMatchObject({
      code: "CONN_BROKER_UNAVAILABLE",
    });
    const tokens = [session.accessToken, session.refreshToken, session.readOnlyToken];
    expect(sentTo("/oauth2/revoke_token/")).toBe(tokens.filter((token) => token !== null).length);
  });
});

describe("a server that does not come to an end", () => {
  const sockets = new Set<Socket>();
  let server: Server;

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  async function listen(silent: Server): Promise<number> {
    server = silent.on("connection", (socket) => sockets.add(socket.on("error", () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  }

  const ownTimes = { connectTimeoutMs: 5000, headersTimeoutMs: 5000, bodyTimeoutMs: 5000 };
  const begins = (response: ServerResponse) => response.writeHead(200, { "content-length": "5" }).write("ab");

  it.each([
    // A TCP server never answers the greeting of TLS, which is part of connecting.
    ["connecting", "https", { connectTimeoutMs: 100 }, () => createTcpServer()],
    ["the headers", "http", { headersTimeoutMs: 100 }, () => createServer(() => undefined)],
    ["the body", "http", { bodyTimeoutMs: 100 }, () => createServer((_request, reply) => begins(reply))],
  ] as const)(
    "with %s is a time-out, tried again and counted by the breaker",
    async (_what, scheme, times, make) => {
      const origin = `${scheme}://127.0.0.1:${await listen(make())}`;
      const client = createHttpClient({
        ...ownTimes,
        ...times,
        allowedOrigins: [origin],
        connections: 5,
        maxReplyBytes: 1000,
        userAgent: "wheelhouse-test",
      });
      const ctx = contextWith({ ...thrice, count: 1 }, 2);
      const request = { method: "GET", url: `${origin}/`, route: "/", repeatable: true } as const;
      const pass = () => connectionGate(ctx, connection, "read").pass(request, () => client.send(request));
      await expect(passTime(pass())).rejects.toMatchObject({ code: "CONN_TIMEOUT" });
      const noted = await flights();
      expect(noted.filter(({ kind }) => kind === "call").map(({ details }) => details["code"])).toEqual([
        "CONN_TIMEOUT",
        "CONN_TIMEOUT",
      ]);
      await expect(pass()).rejects.toMatchObject({ code: "CONN_BROKER_PAUSED" });
      await client.close();
    },
  );
});

it("lets the log line of each call carry the ids of request and connection", async () => {
  const before = install.logLines.length;
  const ctx: ServiceContext = { ...base, request: { ...base.request, id: "r-of-this-act" } };
  await brokerCalls(ctx, connection, "login").startLogin(inputOf("ada"));
  const lines = install.logLines.slice(before).filter((line) => line.includes('"broker call"'));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({ requestId: "r-of-this-act", connectionId: connection.id });
  }
});
