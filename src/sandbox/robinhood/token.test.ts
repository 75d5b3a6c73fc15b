import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { at, loginFields, type SandboxClient, startTestSandbox, valueAt } from "../sandbox-client";

let client: SandboxClient;
beforeAll(async () => {
  client = await startTestSandbox();
});
afterAll(() => client.sandbox.close());
beforeEach(() => client.sandbox.control.reset());

const control = () => client.sandbox.control;
const throttle = /^Request was throttled\. Expected available in \d+ seconds\.$/;

describe("password grant", () => {
  it("gives tokens of the shape that clients need", async () => {
    const { status, body } = await client.login("hana");
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: "Bearer",
      scope: "internal",
      expires_in: 86_400,
      mfa_code: null,
    });
    expect(at(body, "refresh_token")).toMatch(/^[A-Za-z0-9]{30}$/);
    const token = at(body, "access_token");
    expect(token.length).toBeGreaterThan(255);
    const [head, claims] = token.split(".").map((part) => Buffer.from(part, "base64url").toString());
    expect(JSON.parse(head ?? "")).toMatchObject({ alg: "ES256", kid: "2" });
    expect(JSON.parse(claims ?? "")).toMatchObject({
      exp: control().clock.now().getTime() / 1000 + 86_400,
      scope: "internal",
      pos: "p",
      user_id: at(body, "user_uuid"),
    });
  });

  it("takes JSON and every spelling of a boolean", async () => {
    for (const wish of [true, "true", "True", "TRUE", 1]) {
      const fields = { ...loginFields("hana"), try_passkeys: false, create_read_only_secondary_token: wish };
      const { status, body } = await client.json("POST", "/oauth2/token/", fields);
      expect(status).toBe(200);
      expect(at(body, "read_only_secondary_access_token")).not.toBe("");
    }
    const without = await client.login("hana", { create_read_only_secondary_token: "False" });
    expect(valueAt(without.body, "read_only_secondary_access_token")).toBeUndefined();
  });

  it("caps the life that was asked for, per person and by knob", async () => {
    expect(at((await client.login("hana", { expires_in: 2_592_000 })).body, "expires_in")).toBe("691200");
    expect(at((await client.login("otto")).body, "expires_in")).toBe("300");
    control().setKnobs({ tokenLifeSeconds: 5 });
    expect(at((await client.login("hana")).body, "expires_in")).toBe("5");
  });

  it.each([
    [{ client_id: "another" }, 401, { error: "invalid_client" }],
    [{ grant_type: "magic" }, 403, { error: "unsupported_grant_type" }],
    [{ username: "" }, 400, { username: ["This field is required."] }],
    [
      { password: "", device_token: "" },
      400,
      { password: ["This field is required."], device_token: ["This field is required."] },
    ],
    [{ expires_in: "soon" }, 400, { expires_in: ["A valid integer is required."] }],
    [{ challenge_type: "pigeon" }, 400, { detail: "Challenge type is invalid" }],
    [{ username: "nobody@example.com" }, 400, { detail: "Unable to log in with provided credentials." }],
    [{ password: "wrong" }, 400, { detail: "Unable to log in with provided credentials." }],
  ])("refuses %j", async (fields, status, body) => {
    expect(await client.login("hana", fields)).toMatchObject({ status, body });
  });

  it("answers a wrong password in exactly 56 bytes", async () => {
    const { text } = await client.login("hana", { password: "wrong" });
    expect(Buffer.byteLength(text)).toBe(56);
  });

  it("refuses a stale bearer, an old version, a missing client and an odd encoding", async () => {
    const stale = await client.login("hana", {}, { Authorization: "Bearer old" });
    expect(stale).toMatchObject({ status: 401, body: { detail: "Invalid bearer token." } });
    for (const version of ["1.0.0", "1.315.0", "nonsense"]) {
      const old = await client.login("hana", {}, { "X-Robinhood-API-Version": version });
      expect(old.status).toBe(400);
      expect(at(old.body, "detail")).toContain("no longer supported");
    }
    for (const version of ["1.431.4", "2.0"]) {
      expect((await client.login("hana", {}, { "X-Robinhood-API-Version": version })).status).toBe(200);
    }
    expect(await client.json("POST", "/oauth2/token/", {})).toMatchObject({
      status: 400,
      body: { client_id: ["This field is required."] },
    });
    const odd = await client.send("POST", "/oauth2/token/", {
      body: "x",
      headers: { "Content-Type": "text/plain" },
    });
    expect(odd).toMatchObject({ status: 403, body: { error: "unsupported_grant_type" } });
  });

  it("locks the whole account after three failed logins, for ten minutes", async () => {
    const { access, refresh } = await client.tokens();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect((await client.login("hana", { password: "wrong" })).status).toBe(400);
    }
    const locked = await client.login("hana");
    expect(locked.status).toBe(429);
    expect(at(locked.body, "detail")).toMatch(throttle);
    expect((await client.get("/accounts/", access)).status).toBe(429);
    expect((await client.refresh(refresh)).status).toBe(429);
    expect((await client.login("otto")).status).toBe(200);
    control().clock.advance(600);
    expect((await client.login("hana")).status).toBe(200);
  });

  it("forgets failed logins at a success, and says Retry-After by knob", async () => {
    await client.login("hana", { password: "wrong" });
    await client.login("hana", { password: "wrong" });
    await client.login("hana");
    await client.login("hana", { password: "wrong" });
    expect((await client.login("hana")).status).toBe(200);
    control().setKnobs({ throttleWithRetryAfter: true });
    const locked = await client.login("kurt");
    expect(locked.status).toBe(429);
    expect(locked.headers.get("retry-after")).toBe("36000");
  });
});

describe("refresh grant", () => {
  it("rotates: the old refresh token is spent, the old access token lives on", async () => {
    const first = await client.tokens();
    const answer = await client.refresh(first.refresh);
    expect(answer.status).toBe(200);
    const second = at(answer.body, "refresh_token");
    expect(second).not.toBe(first.refresh);
    expect((await client.get("/accounts/", first.access)).status).toBe(200);
    expect((await client.get("/accounts/", at(answer.body, "access_token"))).status).toBe(200);
    const again = await client.refresh(first.refresh);
    expect(again).toMatchObject({ status: 401, body: { error: "invalid_grant" } });
    expect((await client.refresh(second)).status).toBe(200);
  });

  it("ends the session on reuse of a spent token, by knob", async () => {
    control().setKnobs({ refreshReuseEndsSession: true });
    const first = await client.tokens();
    const second = at((await client.refresh(first.refresh)).body, "refresh_token");
    await client.refresh(first.refresh);
    expect((await client.refresh(second)).status).toBe(401);
    expect((await client.get("/accounts/", first.access)).status).toBe(401);
  });

  it("keeps the refresh token by knob, and lets it expire", async () => {
    control().setKnobs({ rotateRefresh: false, refreshLifeSeconds: 1000 });
    const { refresh } = await client.tokens();
    expect(at((await client.refresh(refresh)).body, "refresh_token")).toBe(refresh);
    control().clock.advance(1000);
    expect((await client.refresh(refresh)).status).toBe(401);
  });

  it("leaves the refresh token out by knob: of the answer to a refresh, where the old one stays good, or of all", async () => {
    control().setKnobs({ omitRefreshToken: "refresh" });
    const { refresh } = await client.tokens();
    const answer = await client.refresh(refresh);
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty("refresh_token");
    expect((await client.refresh(refresh)).status).toBe(200);
    control().setKnobs({ omitRefreshToken: "always" });
    const login = await client.form("/oauth2/token/", loginFields("hana"));
    expect(login.body).toHaveProperty("access_token");
    expect(login.body).not.toHaveProperty("refresh_token");
  });

  it("answers with a workflow by knob, after which the token is dead", async () => {
    control().setKnobs({ workflowOnRefresh: true });
    const { refresh } = await client.tokens();
    const answer = await client.refresh(refresh);
    expect(answer.status).toBe(403);
    expect(at(answer.body, "verification_workflow", "id")).not.toBe("");
    expect((await client.refresh(refresh)).status).toBe(401);
  });

  it("refuses an unknown or missing token", async () => {
    expect((await client.refresh("unknown")).status).toBe(401);
    const fields = { ...loginFields("hana"), grant_type: "refresh_token" };
    expect(await client.form("/oauth2/token/", fields)).toMatchObject({
      status: 400,
      body: { refresh_token: ["This field is required."] },
    });
  });
});

describe("revoking", () => {
  it("ends the one token that is named", async () => {
    const { access, refresh } = await client.tokens();
    expect(await client.revoke(access)).toMatchObject({ status: 200, body: {} });
    expect(await client.get("/accounts/", access)).toMatchObject({
      status: 401,
      body: { detail: "Incorrect authentication credentials." },
    });
    expect((await client.revoke(refresh)).status).toBe(200);
    expect((await client.refresh(refresh)).status).toBe(401);
  });

  it("of every token leaves the person signed in nowhere", async () => {
    const signedIn = () => control().person("hana")?.liveSessions;
    const { access, refresh, readOnly } = await client.tokens();
    expect(signedIn()).toBe(1);
    await client.revoke(access);
    await client.revoke(readOnly);
    expect(signedIn()).toBe(1);
    await client.revoke(refresh);
    expect(signedIn()).toBe(0);
  });

  it("ends the session by knob, and takes unknown tokens without complaint", async () => {
    control().setKnobs({ revokeEndsSession: true });
    const { access, refresh } = await client.tokens();
    await client.revoke(refresh);
    expect((await client.get("/accounts/", access)).status).toBe(401);
    expect((await client.revoke("unknown")).status).toBe(200);
    const without = await client.form("/oauth2/revoke_token/", {
      client_id: at(loginFields("x"), "client_id"),
    });
    expect(without.status).toBe(400);
  });
});

describe("tokens on data calls", () => {
  it("tells a missing, an unknown and an expired token apart", async () => {
    const { access } = await client.tokens("otto");
    expect(await client.get("/accounts/")).toMatchObject({
      status: 401,
      body: { detail: "Authentication credentials were not provided." },
    });
    expect(await client.get("/accounts/", "unknown")).toMatchObject({
      status: 401,
      body: { detail: "Invalid bearer token." },
    });
    control().clock.advance(300);
    expect(await client.get("/accounts/", access)).toMatchObject({
      status: 401,
      body: { detail: "Incorrect authentication credentials." },
    });
  });

  it("lets the read-only token read and not write", async () => {
    const { readOnly } = await client.tokens();
    expect((await client.get("/accounts/", readOnly)).status).toBe(200);
    for (const path of ["/orders/", "/options/orders/"]) {
      const write = await client.json("POST", path, {}, { Authorization: `Bearer ${readOnly}` });
      expect(write).toMatchObject({
        status: 403,
        body: { detail: "You do not have permission to perform this action." },
      });
    }
  });

  it("ends every session when the person removes the device", async () => {
    const { access, refresh } = await client.tokens();
    expect(control().endSessions("hana")).toBe(1);
    expect((await client.get("/accounts/", access)).status).toBe(401);
    expect((await client.refresh(refresh)).status).toBe(401);
  });
});
