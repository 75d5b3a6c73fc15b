import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { jsonRoute, nothing, type RestRoute, scoped, streamRoute } from "@/server/rest/rest-route";
import { AppError } from "@/shared/app-error";
import { problemSchema } from "@/shared/schemas/rest";
import { type ApiCall, callApi, giveToken } from "@/test/api-caller";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

let harness: ServiceHarness;
let token: string;
let ownerId: string;
let writes: number;
let during: () => Promise<void>;
beforeEach(async () => {
  harness = await createServiceHarness();
  ({ id: ownerId } = await harness.person({ roles: ["user"] }));
  token = await giveToken(harness.services, ownerId);
  writes = 0;
  during = async () => {};
});
afterEach(() => harness.close());

const access = scoped("read_positions", "write:attention");
const described = { noun: "Tests", summary: "For a test", access } as const;
const noInput = { params: nothing, query: nothing, body: nothing } as const;

/** Routes of the test's own, so that what all routes share is shown without a broker. */
const routes: readonly RestRoute[] = [
  jsonRoute({
    ...described,
    ...noInput,
    method: "POST",
    path: "/notes/{id}",
    operationId: "addNote",
    params: z.strictObject({ id: z.string().max(10) }),
    body: z.strictObject({ text: z.string().max(20), deep: z.strictObject({ a: z.int() }).optional() }),
    output: z.object({ id: z.string(), text: z.string(), writes: z.number() }),
    status: 201,
    run: async (_ctx, { params, body }) => {
      await during();
      writes += 1;
      return { ...params, ...body, writes, internal: "never shown" };
    },
  }),
  jsonRoute({
    ...described,
    ...noInput,
    method: "DELETE",
    path: "/notes/{id}",
    operationId: "removeNote",
    params: z.strictObject({ id: z.string() }),
    output: z.object({}),
    run: async () => ({}),
  }),
  jsonRoute({
    ...described,
    ...noInput,
    method: "GET",
    path: "/fails/{how}",
    operationId: "fail",
    params: z.strictObject({ how: z.enum(["ours", "unknown", "output"]) }),
    query: z.strictObject({ limit: z.string().optional() }),
    output: z.object({ fits: z.boolean() }),
    run: async (_ctx, { params: { how } }) => {
      if (how === "ours")
        throw new AppError("CONN_BROKER_UNAVAILABLE", undefined, { retryAfterSeconds: 6.2 });
      if (how === "unknown") throw new Error("the disk is at /secret/place");
      return JSON.parse('{"fits":"no"}');
    },
  }),
  streamRoute({
    ...described,
    method: "POST",
    path: "/files/{path*}",
    operationId: "sendFile",
    params: z.strictObject({ path: z.string() }),
    query: null,
    mediaType: "text/plain",
    run: async (_ctx, { params, query }, request) =>
      new Response(`${params.path} ${String(query)} ${await request.text()}`, {
        headers: { "cache-control": "max-age=9" },
      }),
  }),
];

const call = (given: ApiCall) => callApi(harness.services, { token, ...given }, routes);
const problem = async (given: ApiCall) => {
  const response = await call(given);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return problemSchema.parse(await response.json());
};
const note = { method: "POST", path: "/notes/a", body: { text: "hello" } };

describe("the way in", () => {
  it("answers with JSON that is the schema's and kept by nobody", async () => {
    const response = await call(note);
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({ id: "a", text: "hello", writes: 1 });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "cache-control": "no-store",
      "content-type": "application/json",
      "ratelimit-limit": "6000",
      "ratelimit-remaining": "5999",
      "ratelimit-reset": "60",
    });
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
  });

  it.each<[string, ApiCall, object]>([
    ["an unknown address", { path: "/nowhere" }, { status: 404, name: "API_RESOURCE_NOT_FOUND" }],
    ["broken escapes", { path: "/fails/%zz" }, { status: 400, name: "API_INVALID_REQUEST" }],
    ["a wrong method", { path: "/notes/a", method: "PATCH" }, { status: 405 }],
    ["a value of a path", { path: "/fails/maybe" }, { status: 400, fields: { how: expect.any(String) } }],
    [
      "an unknown parameter",
      { path: "/fails/ours?color=red" },
      { status: 400, fields: { color: "There is no such field" } },
    ],
    [
      "a parameter that is given twice",
      { path: "/fails/ours?limit=1&limit=2" },
      { status: 400, fields: { limit: expect.any(String) } },
    ],
    [
      "a field that is missing",
      { ...note, body: {} },
      { status: 422, name: "VALIDATION_INVALID_INPUT", fields: { text: expect.any(String) } },
    ],
    ["no body", { ...note, body: undefined }, { status: 422, fields: { text: expect.any(String) } }],
    [
      "an unknown field",
      { ...note, body: { text: "", admin: true } },
      { status: 422, fields: { admin: "There is no such field" } },
    ],
    [
      "an unknown field within",
      { ...note, body: { text: "", deep: { a: 1, b: 2 } } },
      { status: 422, fields: { "deep.b": "There is no such field" } },
    ],
    ["a body that is no object", { ...note, body: "[1]" }, { status: 422 }],
    ["a body that is no JSON", { ...note, body: "{" }, { status: 400 }],
    ["a body of another kind", { ...note, headers: { "content-type": "text/plain" } }, { status: 415 }],
    [
      "another alphabet",
      { ...note, headers: { "content-type": "application/json; charset=latin1" } },
      { status: 415 },
    ],
    ["a compressed body", { ...note, headers: { "content-encoding": "gzip" } }, { status: 415 }],
    ["a body that is too large", { ...note, body: "x".repeat(70_000) }, { status: 413 }],
    ["a body where none belongs", { method: "DELETE", path: "/notes/a", body: { a: 1 } }, { status: 422 }],
  ])("refuses %s", async (_what, given, expected) => {
    expect(await problem(given)).toMatchObject(expected);
    expect(writes).toBe(0);
  });

  it("tells in problem details what a person and a program need", async () => {
    expect(await problem({ path: "/fails/ours?limit=1" })).toEqual({
      type: "/api-docs#error-2004",
      title: "The broker is not available",
      status: 503,
      detail: "The broker is not available",
      instance: "/api/v1/fails/ours",
      code: "2004",
      name: "CONN_BROKER_UNAVAILABLE",
      fields: null,
      retryAfter: 7,
      requestId: "request-1",
    });
    expect((await call({ path: "/fails/ours" })).headers.get("retry-after")).toBe("7");
    expect(harness.logLines.filter((line) => line.includes("a call of the API failed"))).toHaveLength(2);
  });

  it.each(["unknown", "output"])("tells nothing of a failure of our own: %s", async (how) => {
    const told = await problem({ path: `/fails/${how}` });
    expect(told).toMatchObject({ status: 500, name: "API_UNEXPECTED", detail: "Something went wrong" });
    expect(harness.logLines.filter((line) => line.includes("unexpected error in the API"))).toHaveLength(1);
  });

  it("says which methods an address knows", async () => {
    const wrong = await call({ path: "/notes/a", method: "PUT" });
    expect(wrong.headers.get("allow")).toBe("POST, DELETE, OPTIONS");
    const options = await call({ path: "/fails/ours", method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
  });

  it("lets a route stream what it likes, with the limits on top", async () => {
    const sent = { method: "POST", path: "/files/a%2Fb/..c?x=1", body: "text" };
    const response = await call(sent);
    expect(await response.text()).toBe("a%2Fb/..c null text");
    expect(response.headers.get("cache-control")).toBe("max-age=9");
    expect(response.headers.get("ratelimit-remaining")).toBe("5999");
    expect(await problem({ ...sent, headers: { "idempotency-key": "k" } })).toMatchObject({ status: 400 });
  });
});

describe("who calls", () => {
  it.each<[string, Record<string, string>]>([
    ["nothing", {}],
    ["a cookie", { cookie: "__Host-session=whatever" }],
    ["another scheme", { authorization: "Basic dGVzdDp0ZXN0" }],
    ["an empty token", { authorization: "Bearer " }],
    ["another shape", { authorization: "Bearer whl_x" }],
  ])("is asked of %s", async (_what, headers) => {
    const response = await callApi(harness.services, { ...note, headers }, routes);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe('Bearer realm="wheelhouse"');
    expect(await response.json()).toMatchObject({ name: "AUTH_TOKEN_INVALID" });
  });

  it("is asked before anything that was sent is looked at", async () => {
    const narrow = await giveToken(harness.services, ownerId, { scopes: ["read:orders"] });
    expect(await problem({ ...note, token: narrow, body: "{" })).toMatchObject({
      status: 403,
      name: "API_SCOPE_MISSING",
      detail: "The API token does not have the scope write:attention",
    });
    const { id } = await harness.person({ roles: ["trader"] });
    const trader = await giveToken(harness.services, id);
    expect(await problem({ ...note, token: trader })).toMatchObject({ name: "API_PERMISSION_DENIED" });
    const denials = (await harness.events()).filter(({ eventType }) => eventType === "PERMISSION_DENIED");
    expect(
      denials.map(({ targetId, outcome, interface: way, details }) => [targetId, outcome, way, details]),
    ).toEqual([
      [
        "POST /notes/{id}",
        "denied",
        "api",
        {
          errorCode: "API_SCOPE_MISSING",
          permission: "read_positions",
          scopes: ["write:attention"],
          apiToken: expect.any(String),
        },
      ],
      ["POST /notes/{id}", "denied", "api", expect.objectContaining({ errorCode: "API_PERMISSION_DENIED" })],
    ]);
  });

  it("leaves no token in the log or in the audit log", async () => {
    const secret = token.split("_")[2] ?? "";
    await call(note);
    await call({ ...note, token: `${token}x` });
    await call({ path: `/fails/unknown?limit=${token}` });
    await call({ path: `/${token}` });
    const { id } = await harness.person({ roles: ["trader"] });
    await call({ ...note, token: await giveToken(harness.services, id) });
    expect(harness.logLines.length).toBeGreaterThan(0);
    expect(JSON.stringify([harness.logLines, await harness.events()])).not.toContain(secret);
  });

  it("is held to the token's limit", async () => {
    const slow = await giveToken(harness.services, ownerId, { requestsPerMinute: 1 });
    expect((await call({ ...note, token: slow })).headers.get("ratelimit-remaining")).toBe("0");
    const spent = await call({ ...note, token: slow });
    expect(spent.status).toBe(429);
    expect(Object.fromEntries(spent.headers)).toMatchObject({
      "retry-after": "60",
      "ratelimit-limit": "1",
      "ratelimit-remaining": "0",
      "ratelimit-reset": "60",
    });
    expect(await spent.json()).toMatchObject({ name: "API_TOKEN_BUDGET_SPENT", retryAfter: 60 });
    expect(writes).toBe(1);
  });
});

describe("a write with an idempotency key", () => {
  const headers = { "idempotency-key": "order-1" };
  const keyed = { ...note, headers };

  it("takes place once and has the same answer ever after", async () => {
    const first = await call(keyed);
    const again = await call(keyed);
    expect(again.status).toBe(201);
    expect(await again.text()).toBe(await first.text());
    expect([first, again].map((each) => each.headers.get("idempotency-replayed"))).toEqual([null, "true"]);
    expect(writes).toBe(1);
    const other = await giveToken(harness.services, ownerId);
    expect((await call({ ...keyed, token: other })).headers.has("idempotency-replayed")).toBe(false);
  });

  it("keeps its answer encrypted", async () => {
    await call(keyed);
    const id = token.split("_")[1] ?? "";
    const row = await harness.services.storage.idempotencyKeys.get(id, "order-1");
    expect(row?.answer).toMatch(/^v1\./);
  });

  it.each<[string, ApiCall]>([
    ["body", { ...keyed, body: { text: "other" } }],
    ["address", { ...keyed, path: "/notes/b" }],
    ["method", { ...keyed, method: "DELETE", body: undefined }],
  ])("is refused for another %s", async (_what, given) => {
    await call(keyed);
    expect(await problem(given)).toMatchObject({ status: 409, name: "API_IDEMPOTENCY_CONFLICT" });
    expect(writes).toBe(1);
  });

  it("waits for the first that is going on, and does not guess what became of one that was lost", async () => {
    let go = (): void => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    let started = (): void => {};
    const running = new Promise<void>((resolve) => {
      started = resolve;
    });
    during = () => {
      started();
      return held;
    };
    const first = call(keyed);
    await running;
    expect(await problem(keyed)).toMatchObject({ status: 409, name: "API_CONFLICT", retryAfter: 1 });
    harness.clock.advance(6 * 60_000);
    expect(await problem(keyed)).toMatchObject({ status: 409, retryAfter: null });
    go();
    expect((await first).status).toBe(201);
    expect((await call(keyed)).status).toBe(201);
    expect(writes).toBe(1);
  });

  it("may be tried again when it failed", async () => {
    during = () => Promise.reject(new AppError("CONN_TIMEOUT"));
    expect(await problem(keyed)).toMatchObject({ name: "CONN_TIMEOUT" });
    during = async () => {};
    expect((await call(keyed)).status).toBe(201);
    expect(writes).toBe(1);
  });

  it("takes place once for fifty at once", async () => {
    // The write is not over before all others were answered: how far each came by then is up to the machine else.
    let others = 0;
    let go = (): void => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    during = () => held;
    const all = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const { status } = await call(keyed);
        others += 1;
        if (others === 49) go();
        return status;
      }),
    );
    expect(writes).toBe(1);
    expect(all.toSorted()).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
  });

  it.each([" ", "é", "x".repeat(201)])("needs a key of visible characters, not %j", async (key) => {
    expect(await problem({ ...note, headers: { "idempotency-key": key } })).toMatchObject({ status: 400 });
  });
});
