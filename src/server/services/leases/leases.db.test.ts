import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { sealSession } from "@/server/services/broker-sessions/session-cipher";
import { leaseSession } from "@/server/services/leases/lease-session";
import { leasedSessionSchema } from "@/shared/schemas/session-lease";
import { giveToken } from "@/test/api-caller";
import { botStage } from "@/test/bot-stage";

const stage = botStage();
const control = () => stage.install.sandbox.control;
const DAY_SECONDS = 86_400;

async function lease(given: { kind?: string; seconds?: number } = {}, token = stage.token) {
  const response = await stage.call("/leases", { method: "POST", body: given, token });
  expect(response.status).toBe(201);
  return leasedSessionSchema.parse(await response.json());
}
const refused = (given: object, token = stage.token) =>
  stage.problem("/leases", { method: "POST", body: given, token });
const secondsLeft = (at: string) => (Date.parse(at) - stage.install.clock.now().getTime()) / 1000;
const tokenId = () => stage.token.split("_")[1];
const events = async (type: string) =>
  (await stage.install.events()).filter(
    ({ eventType, targetId }) => eventType === type && targetId === stage.connectionId,
  );
const caller = () => stage.install.callerOf(stage.owner);

describe("a lease", () => {
  it("hands out the read-only token for five minutes, which reads at the broker and changes nothing", async () => {
    const leased = await lease();
    expect(leased).toMatchObject({
      kind: "read_only",
      token: (await stage.secrets()).readOnlyToken?.reveal(),
      hosts: [new URL(stage.install.sandbox.url).host],
    });
    expect(secondsLeft(leased.expiresAt)).toBe(300);
    expect(leased.notes.join(" ")).toContain("only reads");
    const ask = (method: string) =>
      fetch(`${stage.install.sandbox.url}/orders/`, {
        method,
        headers: { authorization: `Bearer ${leased.token}` },
      });
    expect([(await ask("GET")).status, (await ask("POST")).status]).toEqual([200, 403]);
  });

  it("hands out the full token on demand, for a quarter of an hour at most", async () => {
    const leased = await lease({ kind: "full", seconds: 900 });
    expect(leased.token).toBe((await stage.secrets()).accessToken.reveal());
    expect(leased.notes.join(" ")).toContain("can trade");
    expect(await refused({ seconds: 901 })).toBe("422 VALIDATION_INVALID_INPUT");
    expect(await refused({ kind: "all" })).toBe("422 VALIDATION_INVALID_INPUT");
  });

  it("is audited as a warning, and told to its owner once a day for each token", async () => {
    const first = await lease();
    await lease();
    expect(await events("SESSION_LEASED")).toMatchObject([
      {
        severity: "WARNING",
        details: { leaseId: first.leaseId, kind: "read_only", until: first.expiresAt, apiToken: tokenId() },
      },
      { severity: "WARNING" },
    ]);
    const notices = async () =>
      (await (await caller()).notices.list({})).notices.filter(({ kind }) => kind === "session_leased");
    expect(await notices()).toMatchObject([{ connectionId: stage.connectionId }]);
    await lease({}, await giveToken(stage.install.services, stage.owner.id));
    expect(await notices()).toHaveLength(2);
  });

  it("is refused where it may not be, and then nothing is handed out", async () => {
    const { services } = stage.install;
    const tokenWith = (plan: Parameters<typeof giveToken>[2]) => giveToken(services, stage.owner.id, plan);
    const reading = await tokenWith({ scopes: ["session:lease"] });
    expect(await refused({ kind: "full" }, reading)).toBe("403 API_SCOPE_MISSING");
    const full = await tokenWith({ scopes: ["session:lease_full"] });
    expect(await refused({}, full)).toBe("403 API_SCOPE_MISSING");
    expect(await refused({}, await tokenWith({ reach: { accountIds: ["a"] } }))).toBe(
      "403 API_SCOPE_MISSING",
    );
    expect(await refused({}, await tokenWith({ reach: { connectionIds: ["a"] } }))).toBe(
      "404 API_RESOURCE_NOT_FOUND",
    );
    const user = await stage.install.addPerson({ roles: ["user"] });
    expect(await refused({}, await giveToken(services, user.id))).toBe("403 API_PERMISSION_DENIED");
    const person = await stage.install.contextOf(stage.owner);
    const wanted = { connectionId: stage.connectionId, kind: "full", seconds: 1 } as const;
    await expect(leaseSession(person, wanted)).rejects.toMatchObject({ code: "API_CONFLICT" });
    expect(await events("SESSION_LEASED")).toEqual([]);
  });

  it("gives no full token of a connection that only reads", async () => {
    await stage.connect("read_only");
    expect(await refused({ kind: "full" })).toBe("409 API_CONFLICT");
    expect((await lease()).kind).toBe("read_only");
  });

  it("names the scope for the full token where the broker gave no other", async () => {
    const { services } = stage.install;
    const { storage } = services;
    const session = await storage.brokerSessions.byConnection(stage.connectionId);
    if (session === null) throw new Error("there is no session");
    const bare = { ...(await stage.secrets()), readOnlyToken: null };
    const { issuedAt, expiresAt, hardExpiresAt, lastActivityAt, refreshable, keepAt } = session;
    const times = { issuedAt, expiresAt, hardExpiresAt, lastActivityAt, refreshable, keepAt };
    const ciphertext = await sealSession(services, storage, session, bare);
    await storage.brokerSessions.commitExchange(session.id, session.credentialVersion, {
      ...times,
      ciphertext,
    });
    const response = await stage.call("/leases", { method: "POST", body: {} });
    expect([response.status, await response.text()]).toEqual([
      409,
      expect.stringContaining("session:lease_full"),
    ]);
    expect((await lease({ kind: "full" })).kind).toBe("full");
  });

  it("needs a session", async () => {
    await (await caller()).connections.disconnect({ connectionId: stage.connectionId });
    expect(await refused({})).toBe("409 API_CONFLICT");
  });
});

describe("the token of a lease", () => {
  it("was found good just before: one that the broker refuses is renewed first", async () => {
    stage.killTokens();
    const leased = await lease({ kind: "full" });
    expect(stage.exchanges()).toBe(1);
    expect(leased.token).toBe((await stage.secrets()).accessToken.reveal());
  });

  it("outlives its lease: a session that is renewed soon anyway is renewed first", async () => {
    stage.install.advance(DAY_SECONDS - 3600 - 200);
    await lease({ seconds: 100 });
    expect(stage.exchanges()).toBe(0);
    const leased = await lease({ seconds: 300 });
    expect(stage.exchanges()).toBe(1);
    expect(secondsLeft(leased.expiresAt)).toBe(300);
  });

  it("ends with the session where that can't be renewed, and the lease says so", async () => {
    control().addFault({ kind: "status", status: 503, path: "/oauth2/token/" });
    stage.install.advance(DAY_SECONDS - 200);
    const leased = await lease({ seconds: 300 });
    expect(secondsLeft(leased.expiresAt)).toBe(200);
    expect(leased.notes.join(" ")).toContain("sooner than you asked");
    stage.install.advance(300);
    const newer = await giveToken(stage.install.services, stage.owner.id);
    expect(await refused({}, newer)).toBe("503 CONN_BROKER_UNAVAILABLE");
  });
});

describe("leases of a connection", () => {
  it("are shown while they run, with the name of their API token", async () => {
    const { leaseId, expiresAt } = await lease();
    const list = async () => (await (await stage.call("/leases")).json()) as unknown;
    const shown = {
      id: leaseId,
      kind: "read_only",
      tokenId: tokenId(),
      tokenName: "Test program",
      createdAt: stage.install.clock.now().toISOString(),
      expiresAt,
    };
    expect(await list()).toEqual({ leases: [shown], nextCursor: null });
    expect(await (await caller()).connections.leases({ connectionId: stage.connectionId })).toEqual([shown]);
    stage.install.advance(301);
    expect(await list()).toEqual({ leases: [], nextCursor: null });
  });

  it("keep their place when their token is gone from the list", async () => {
    await lease();
    const { storage } = stage.install.services;
    stage.install.advance(1);
    await storage.apiTokens.endEarlier(tokenId() ?? "", stage.install.clock.now());
    stage.install.advance(1);
    await storage.apiTokens.removeEndedBefore(stage.install.clock.now());
    const [shown] = await (await caller()).connections.leases({ connectionId: stage.connectionId });
    expect(shown?.tokenName).toBe("A token that is gone");
  });

  it("are ended by their owner or their token; the end of a full one renews the session", async () => {
    const first = await lease({ kind: "full" });
    const second = await lease();
    const end = (leaseId: string, token = stage.token) =>
      stage.call(`/leases/${leaseId}`, { method: "DELETE", token });
    const other = await giveToken(stage.install.services, stage.owner.id);
    expect((await end(second.leaseId, other)).status).toBe(404);
    expect(await (await end(second.leaseId)).json()).toMatchObject({ renewed: false });
    expect(stage.exchanges()).toBe(0);
    const input = { connectionId: stage.connectionId, leaseId: first.leaseId };
    const ended = await (await caller()).connections.endLease(input);
    expect(ended).toMatchObject({ renewed: true, note: expect.stringContaining("can't be taken back") });
    expect(stage.exchanges()).toBe(1);
    expect((await stage.secrets()).accessToken.reveal()).not.toBe(first.token);
    await expect((await caller()).connections.endLease(input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await events("SESSION_LEASE_ENDED")).map(({ details }) => details["kind"])).toEqual([
      "read_only",
      "full",
    ]);
    expect(await (await caller()).connections.leases({ connectionId: stage.connectionId })).toEqual([]);
  });

  it("end also when the session can't be renewed, or is gone, and say so", async () => {
    const first = await lease({ kind: "full" });
    const second = await lease({ kind: "full" });
    control().addFault({ kind: "status", status: 503, path: "/oauth2/token/" });
    const end = async (leaseId: string) =>
      (await caller()).connections.endLease({ connectionId: stage.connectionId, leaseId });
    expect(await end(first.leaseId)).toMatchObject({
      renewed: false,
      note: expect.stringContaining("could not be renewed"),
    });
    await (await caller()).connections.disconnect({ connectionId: stage.connectionId });
    expect(await end(second.leaseId)).toMatchObject({ renewed: false });
  });

  it("are nobody else's business", async () => {
    const { leaseId } = await lease();
    const other = await stage.install.addPerson({ roles: ["user", "trader"] });
    const theirs = await stage.install.callerOf(other);
    const { connectionId } = stage;
    await expect(theirs.connections.leases({ connectionId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(theirs.connections.endLease({ connectionId, leaseId })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const before = stage.connectionId;
    await stage.connect("trading");
    const wrong = { connectionId: stage.connectionId, leaseId };
    await expect((await caller()).connections.endLease(wrong)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(before).not.toBe(stage.connectionId);
  });
});

it("no token of the broker stands in a log line, a line of the flight recorder, an event, a notice or a problem", async () => {
  const texts: string[] = [];
  const tokens = new Set<string>();
  const collect = async () => {
    const { accessToken, readOnlyToken, refreshToken } = await stage.secrets();
    for (const token of [accessToken, readOnlyToken, refreshToken]) tokens.add(token?.reveal() ?? "none");
  };
  await collect();
  const { token: leased } = await lease({ kind: "full" });
  await lease();
  stage.killTokens();
  // What a bot does by mistake: the broker's token where anything but a header should be.
  for (const path of [`user/${leased}/`, `${leased}/`, `oauth2/${leased}`, `user/?token=${leased}`]) {
    texts.push(
      await (await stage.call(`/proxy/api/${path}`)).text().then((text) => text.replaceAll(leased, "")),
    );
  }
  control().addFault({ kind: "reset-before", path: "/user/*" });
  await stage.problem(`/proxy/api/user/${leased}/`);
  expect(stage.install.logLines.some((line) => line.includes("/proxy/api/…"))).toBe(true);
  control().clearFaults();
  await stage.call("/proxy/api/orders/", { method: "POST", body: { token: leased } });
  for (const kind of ["status", "reset-before", "html", "truncated"]) {
    control().addFault({ kind, status: 500, path: "/user/", count: 1 });
    texts.push(await stage.call("/proxy/api/user/").then((response) => response.text()));
    texts.push(await refused({}).catch(inspect));
  }
  await collect();
  control().endSessions("hana");
  texts.push(await stage.problem("/proxy/api/user/"));
  const { storage } = stage.install.services;
  texts.push(
    inspect(await storage.flightRecords.pageOf(stage.connectionId, 500, null), {
      depth: 9,
      maxArrayLength: null,
    }),
    inspect(await stage.install.events(), { depth: 9, maxArrayLength: null, maxStringLength: null }),
    inspect(await storage.notices.listOf(stage.owner.id, 100, null), { depth: 9 }),
    inspect(await storage.sessionLeases.liveOf(stage.connectionId, new Date(0)), { depth: 9 }),
    stage.install.logLines.join("\n"),
  );
  expect(tokens.size).toBeGreaterThan(5);
  for (const token of [...tokens, stage.token]) {
    expect(texts.filter((text) => text.includes(token))).toEqual([]);
  }
});
