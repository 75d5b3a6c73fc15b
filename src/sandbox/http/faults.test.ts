import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { at, type SandboxClient, startTestSandbox, valueAt } from "../sandbox-client";

let client: SandboxClient;
let token: string;
beforeAll(async () => {
  client = await startTestSandbox();
});
afterAll(() => client.sandbox.close());
beforeEach(async () => {
  client.sandbox.control.reset();
  token = (await client.tokens("hana")).access;
});

const control = () => client.sandbox.control;
const accounts = () => client.get("/accounts/", token);

describe("faults of an answer", () => {
  it.each([
    [401, "application/json"],
    [403, "application/json"],
    [404, "application/json"],
    [429, "application/json"],
    [500, "text/html; charset=utf-8"],
    [502, "text/html; charset=utf-8"],
    [503, "text/html; charset=utf-8"],
  ])("answers %i once, then as ever", async (status, type) => {
    control().addFault({ kind: "status", status, count: 1 });
    const struck = await accounts();
    expect(struck.status).toBe(status);
    expect(struck.headers.get("content-type")).toBe(type);
    expect(struck.headers.get("retry-after")).toBeNull();
    expect((await accounts()).status).toBe(200);
    expect(control().faults()).toMatchObject([{ id: "fault-1", struck: 1 }]);
  });

  it("says when to come back, in header and sentence", async () => {
    control().addFault({ kind: "status", status: 429, retryAfterSeconds: 12 });
    const struck = await accounts();
    expect(struck.headers.get("retry-after")).toBe("12");
    expect(at(struck.body, "detail")).toBe("Request was throttled. Expected available in 12 seconds.");
    control().clearFaults();
    control().addFault({ kind: "status", retryAfterSeconds: 3 });
    expect((await accounts()).headers.get("retry-after")).toBe("3");
  });

  it("spoils the body: HTML, half of it, nothing, other types", async () => {
    const whole = await accounts();
    control().addFault({ kind: "html", count: 1 });
    expect(await accounts()).toMatchObject({ status: 200, body: null });
    control().addFault({ kind: "html", count: 1, status: 503 });
    expect((await accounts()).status).toBe(503);
    control().addFault({ kind: "truncated", count: 1 });
    expect((await accounts()).text).toBe(whole.text.slice(0, whole.text.length / 2));
    control().addFault({ kind: "empty", count: 1 });
    expect(await accounts()).toMatchObject({ status: 200, text: "" });
    control().addFault({ kind: "wrong-types", count: 1 });
    expect((await accounts()).body).toEqual({
      next: ["unexpected"],
      previous: ["unexpected"],
      results: { unexpected: true },
    });
    control().addFault({ kind: "wrong-types", count: 1, path: "/oauth2/token/" });
    expect((await client.login("hana")).body).toMatchObject({ access_token: 42, expires_in: "forty-two" });
    control().addFault({ kind: "wrong-types", count: 1, path: "/accounts/*/" });
    const number = at((await accounts()).body, "results", 0, "account_number");
    expect((await client.get(`/accounts/${number}/`, token)).body).toMatchObject({ is_default: "yes" });
    control().addFault({ kind: "wrong-types", count: 1 });
    control().addFault({ kind: "truncated", count: 1 });
    expect((await client.get("/", token)).status).toBe(303);
  });

  it("resets before anything is done, or after it, or in the middle of the answer", async () => {
    for (const kind of ["reset-before", "reset-after", "reset-during"]) {
      control().reset();
      const { refresh } = await client.tokens("hana");
      control().addFault({ kind, method: "POST", grant: "refresh_token", count: 1 });
      await expect(client.refresh(refresh)).rejects.toThrow(TypeError);
      const spent = (await client.refresh(refresh)).status === 401;
      expect(spent).toBe(kind !== "reset-before");
      const [struck] = control().requests({ grant: "refresh_token" });
      expect(struck).toMatchObject({ status: null, processed: kind !== "reset-before", fault: "fault-1" });
    }
  });

  it("hangs until the client gives up", async () => {
    control().addFault({ kind: "hang", count: 1 });
    const asked = fetch(`${client.sandbox.url}/accounts/`, { signal: AbortSignal.timeout(30) });
    await expect(asked).rejects.toThrow("aborted");
  });

  it("delays, at least as long as told", async () => {
    control().addFault({ kind: "delay", delayMs: 20, jitterMs: 5 });
    const startedAt = performance.now();
    expect((await accounts()).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(19);
  });
});

describe("which requests are struck", () => {
  it("goes by method, path, person and grant", async () => {
    const otto = (await client.tokens("otto")).access;
    control().addFault({ kind: "status", person: "otto", path: "/accounts/*", method: "get" });
    expect((await accounts()).status).toBe(200);
    expect((await client.get("/accounts/", otto)).status).toBe(500);
    expect((await client.get("/portfolios/", otto)).status).toBe(200);
    expect((await client.form("/accounts/", {}, { Authorization: `Bearer ${otto}` })).status).toBe(405);
    control().clearFaults();
    control().addFault({ kind: "status", grant: "password", path: "/oauth2/t?ken/" });
    expect((await client.login("hana")).status).toBe(200);
  });

  it("skips, counts and draws by the seed", async () => {
    control().addFault({ kind: "status", skip: 2, count: 1 });
    const statuses = async (count: number) => {
      const seen: number[] = [];
      for (let asked = 0; asked < count; asked += 1) seen.push((await accounts()).status);
      return seen;
    };
    expect(await statuses(4)).toEqual([200, 200, 500, 200]);
    const draw = async () => {
      control().reset();
      token = (await client.tokens("hana")).access;
      control().addFault({ kind: "status", probability: 0.5 });
      return statuses(16);
    };
    const first = await draw();
    expect(new Set(first)).toEqual(new Set([200, 500]));
    expect(await draw()).toEqual(first);
  });

  it("makes challenges fail: wrong and late codes, denied and expired prompts", async () => {
    control().addFault({ kind: "wrong-code", count: 1 });
    const { challenge } = await client.openPathfinder("ben");
    const wrong = await client.respond(challenge, client.codeOf("ben"));
    expect(wrong).toMatchObject({
      status: 400,
      body: { challenge: { status: "issued", remaining_attempts: 2 } },
    });
    control().addFault({ kind: "late-code", person: "ben" });
    const late = await client.respond(challenge, client.codeOf("ben"));
    expect(at(late.body, "challenge", "status")).toBe("expired");
    for (const [kind, status] of [
      ["deny-prompt", "denied"],
      ["expire-prompt", "expired"],
    ] as const) {
      control().addFault({ kind, person: "ada", count: 1 });
      const prompt = await client.openPathfinder("ada");
      const { body } = await client.get(`/push/${prompt.challenge}/get_prompts_status/`);
      expect(valueAt(body, "challenge_status")).toBe(status);
    }
  });

  it("arms again at a reset what the sandbox was started with", async () => {
    const other = await startTestSandbox({ delayMs: 1, faults: [{ kind: "status", path: "/quotes/" }] });
    try {
      expect((await other.get("/quotes/")).status).toBe(500);
      other.sandbox.control.clearFaults();
      expect((await other.get("/quotes/")).status).toBe(401);
      other.sandbox.control.reset();
      expect(other.sandbox.control.faults()).toMatchObject([{ kind: "delay" }, { kind: "status" }]);
    } finally {
      await other.sandbox.close();
    }
  });
});
