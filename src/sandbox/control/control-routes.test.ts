import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { at, loginFields, type SandboxClient, startTestSandbox, testTime, valueAt } from "../sandbox-client";

let client: SandboxClient;
beforeAll(async () => {
  client = await startTestSandbox();
});
afterAll(() => client.sandbox.close());
beforeEach(() => client.sandbox.control.reset());

const post = (path: string, body: unknown = {}) => client.json("POST", `/_sandbox${path}`, body);
const get = (path: string) => client.get(`/_sandbox${path}`);

/** fetch does not let a Host header be chosen. */
function statusFor(path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(`${client.sandbox.url}${path}`, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("control interface", () => {
  it("lists its addresses and its health", async () => {
    expect(valueAt((await get("/")).body, "POST /_sandbox/reset")).toBeTypeOf("string");
    expect((await get("/health")).body).toEqual({ status: "ok", seed: "wheelhouse" });
    expect((await get("/unknown")).status).toBe(404);
  });

  it("reads and changes the time", async () => {
    expect((await get("/time")).body).toEqual({ now: testTime.toISOString(), frozen: true });
    const ahead = await post("/time", { set: "2026-03-01T00:00:00Z", advanceSeconds: 90 });
    expect(at(ahead.body, "now")).toBe("2026-03-01T00:01:30.000Z");
    expect(valueAt((await post("/time", { freeze: false })).body, "frozen")).toBe(false);
    expect(valueAt((await post("/time", { freeze: true })).body, "frozen")).toBe(true);
    expect((await post("/time", { set: "soon" })).status).toBe(400);
    expect(at((await post("/reset")).body, "now")).toBe(testTime.toISOString());
  });

  it("shows people and acts for them", async () => {
    const people = valueAt((await get("/people")).body, "people");
    expect(Array.isArray(people) && people.length).toBe(21);
    expect((await post("/people/ada/approve")).status).toBe(409);
    const { challenge } = await client.openPathfinder("ada");
    expect(valueAt((await get("/people/ada")).body, "pending")).toMatchObject([
      { id: challenge, type: "prompt" },
    ]);
    expect((await post("/people/ada/approve", { challengeId: "another" })).status).toBe(409);
    expect((await post("/people/ada/approve", { challengeId: challenge })).status).toBe(200);
    await client.openPathfinder("ada");
    expect((await post("/people/ada/deny")).status).toBe(200);
    await client.openPathfinder("ada");
    expect((await post("/people/ada/expire")).status).toBe(200);
    expect(at((await post("/people/hana/lock", { seconds: 60 })).body, "lockedUntil")).toBe(
      "2026-01-05T15:01:00.000Z",
    );
    expect((await client.login("hana")).status).toBe(429);
    await client.tokens("otto");
    expect((await post("/people/otto/end-sessions")).body).toEqual({ ended: 1 });
    expect((await get("/people/nobody")).status).toBe(404);
    expect((await post("/people/nobody/deny")).status).toBe(404);
  });

  it("changes knobs for everyone and for one, and refuses what it does not know", async () => {
    const patch = (path: string, body: unknown) => client.json("PATCH", `/_sandbox${path}`, body);
    expect((await patch("/knobs", { tokenLifeSeconds: 60 })).status).toBe(200);
    expect((await patch("/people/hana/knobs", { tokenLifeSeconds: 30 })).status).toBe(200);
    expect(at((await client.login("otto")).body, "expires_in")).toBe("60");
    expect(at((await client.login("hana")).body, "expires_in")).toBe("30");
    expect(valueAt((await get("/people/hana/knobs")).body, "tokenLifeSeconds")).toBe(30);
    await client.send("DELETE", "/_sandbox/people/hana/knobs");
    expect(valueAt((await get("/people/hana/knobs")).body, "tokenLifeSeconds")).toBe(60);
    await client.send("DELETE", "/_sandbox/knobs");
    expect(valueAt((await get("/knobs")).body, "tokenLifeSeconds")).toBeNull();
    expect((await patch("/knobs", { noSuchKnob: true })).status).toBe(400);
    expect((await patch("/knobs", { pageSize: "many" })).status).toBe(400);
  });

  it("arms, lists and disarms faults", async () => {
    const armed = await post("/faults", { kind: "status", status: 503, count: 2 });
    expect(armed).toMatchObject({ status: 201, body: { id: "fault-1", struck: 0, status: 503 } });
    expect(valueAt((await get("/faults")).body, "faults", 0, "id")).toBe("fault-1");
    expect((await client.send("DELETE", "/_sandbox/faults/fault-1")).body).toEqual({ faults: [] });
    expect((await client.send("DELETE", "/_sandbox/faults/fault-1")).status).toBe(404);
    await post("/faults", { kind: "empty" });
    expect((await client.send("DELETE", "/_sandbox/faults")).body).toEqual({ faults: [] });
    expect((await post("/faults", { kind: "gremlins" })).status).toBe(400);
  });

  it("counts requests and never logs a secret", async () => {
    const { challenge, workflow, machine } = await client.openPathfinder("ben");
    const code = client.codeOf("ben");
    await client.respond(challenge, code);
    await client.continuePathfinder(machine);
    const tokens = await client.tokens("ben");
    await client.refresh(tokens.refresh);
    await client.get("/accounts/", tokens.access);
    await client.login("ben", { grant_type: "a secret by mistake" });
    await client.get(`/no/such/${tokens.access}`);
    const log = await get("/requests");
    for (const secret of [
      challenge,
      workflow,
      machine,
      code,
      ...Object.values(tokens),
      "not-a-real-password",
      "by mistake",
    ]) {
      expect(log.text).not.toContain(secret);
    }
    expect(valueAt(log.body, "counters")).toMatchObject({
      "POST /oauth2/token/ password": 2,
      "POST /oauth2/token/ refresh_token": 1,
      "GET (none)": 1,
    });
    const query = "person=ben&method=POST&grant=refresh_token&route=/oauth2/token/";
    expect(valueAt((await get(`/requests?${query}`)).body, "requests")).toMatchObject([
      { status: 200, person: "ben" },
    ]);
    expect((await client.send("DELETE", "/_sandbox/requests")).body).toEqual({ counters: {}, requests: [] });
    expect(client.sandbox.control.counters()).toEqual({});
    client.sandbox.control.clearRequests();
    expect(client.sandbox.control.requests()).toEqual([]);
  });

  it("is reached under a loopback name and from its own pages alone", async () => {
    const port = client.sandbox.port;
    for (const name of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, "sandbox.localhost"]) {
      expect(await statusFor("/_sandbox/time", { Host: name })).toBe(200);
    }
    for (const name of ["evil.example", "127.0.0.1.evil.example", "10.0.0.1"]) {
      expect(await statusFor("/_sandbox/time", { Host: name })).toBe(403);
      expect(await statusFor("/phone/ada", { Host: name })).toBe(403);
    }
    expect(await statusFor("/_sandbox/time", { Origin: "https://evil.example" })).toBe(403);
    expect(await statusFor("/_sandbox/time", { Origin: client.sandbox.url })).toBe(200);
    expect(await statusFor("/_sandbox/time", { "Sec-Fetch-Site": "cross-site" })).toBe(403);
  });
});

describe("the server", () => {
  it("gives the same ids and numbers for the same seed, others for another", async () => {
    const run = async (seed: string) => {
      client.sandbox.control.reset(seed);
      const opened = await client.openPathfinder("ada");
      const { body } = await client.login("hana");
      const token = at(body, "access_token");
      const data = [await client.get("/accounts/", token), await client.get("/orders/", token)];
      return JSON.stringify([opened, body, data.map((answer) => answer.text)]);
    };
    const first = await run("one");
    expect(await run("one")).toBe(first);
    expect(await run("two")).not.toBe(first);
    const other = await startTestSandbox({ seed: "one" });
    expect((await other.login("hana", {})).status).toBe(200);
    expect(other.sandbox.control.seed).toBe("one");
    await other.sandbox.close();
  });

  it("refuses what it cannot read", async () => {
    const type = { "Content-Type": "application/json" };
    const broken = await client.send("POST", "/oauth2/token/", { body: "{", headers: type });
    expect(broken.status).toBe(400);
    expect((await client.send("POST", "/oauth2/token/", { body: "[1]", headers: type })).status).toBe(400);
    const large = await client.form("/oauth2/token/", { ...loginFields("hana"), extra: "x".repeat(70_000) });
    expect(large.status).toBe(413);
    const wrong = await client.send("PUT", "/accounts/");
    expect(wrong).toMatchObject({ status: 405, body: { detail: 'Method "PUT" not allowed.' } });
    expect(wrong.headers.get("allow")).toBe("GET");
    expect((await client.get("/no/such/path")).status).toBe(404);
  });

  it("says so when the port is taken, and frees it at the end", async () => {
    const other = await startTestSandbox();
    await expect(startTestSandbox({ port: other.sandbox.port })).rejects.toThrow("EADDRINUSE");
    await other.sandbox.close();
    const again = await startTestSandbox({ port: other.sandbox.port });
    expect(again.sandbox.port).toBe(other.sandbox.port);
    await again.sandbox.close();
    await expect(startTestSandbox({ port: -1 })).rejects.toThrow();
  });
});
