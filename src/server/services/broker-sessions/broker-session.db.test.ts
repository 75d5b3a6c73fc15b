import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { UserRecord } from "@/server/storage/records";
import type { ConnectionView } from "@/shared/schemas/connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let person: UserRecord;
let caller: Awaited<ReturnType<TestInstall["callerOf"]>>;

beforeAll(async () => {
  install = await createTestInstall();
});
afterAll(() => install.close());
beforeEach(async () => {
  install.sandbox.control.reset();
  // Tokens end at whole seconds.
  install.clock.advance((1000 - install.clock.now().getMilliseconds()) % 1000);
  install.sandbox.control.clock.set(install.clock.now());
  person = await install.addPerson();
  caller = await install.callerOf(person);
});

async function connect(who = "hana"): Promise<ConnectionView> {
  const added = await caller.connections.add({ broker: "robinhood", label: who, access: "read_only" });
  return caller.connections.startLogin({
    connectionId: added.id,
    credentials: { username: `${who}@example.com`, password: `not-a-real-password-${who}` },
  });
}

const view = (connection: ConnectionView) => caller.connections.get({ connectionId: connection.id });
const refreshes = () =>
  install.sandbox.control.requests().filter((request) => request.path === "/oauth2/token/").length;

async function typesFor(connection: ConnectionView): Promise<string[]> {
  const sessionId = connection.session?.id;
  const events = await install.events();
  return events
    .filter((event) => event.targetId === connection.id || event.targetId === sessionId)
    .map((event) => event.eventType);
}

describe("refreshing a broker session", () => {
  it("works three times in a row, each with the token that the last one gave", async () => {
    const connection = await connect();
    for (let round = 1; round <= 3; round += 1) {
      expect(await caller.connections.refresh({ connectionId: connection.id })).toMatchObject({
        status: "connected",
        health: "ok",
      });
    }
    expect((await typesFor(connection)).filter((type) => type === "SESSION_REFRESHED")).toHaveLength(3);
    await caller.connections.check({ connectionId: connection.id });
  });

  it("asks the broker once for 20 callers at once", async () => {
    const connection = await connect();
    install.sandbox.control.clearRequests();
    const waking = setInterval(() => install.clock.advance(200), 5);
    const all = Array.from({ length: 20 }, () => caller.connections.refresh({ connectionId: connection.id }));
    try {
      await Promise.all(all);
    } finally {
      clearInterval(waking);
    }
    expect(refreshes()).toBe(1);
  });

  it("keeps the old refresh token where the broker leaves it out", async () => {
    const connection = await connect();
    install.sandbox.control.setKnobs({ rotateRefresh: false });
    await caller.connections.refresh({ connectionId: connection.id });
    expect(await caller.connections.refresh({ connectionId: connection.id })).toMatchObject({
      status: "connected",
    });
  });

  it("that the broker refuses leaves the person to sign in before the token ends, and at once when it is refused too", async () => {
    const connection = await connect();
    install.sandbox.control.endSessions("hana");
    await expect(caller.connections.refresh({ connectionId: connection.id })).rejects.toMatchObject({
      cause: { code: "AUTH_SESSION_EXPIRED" },
    });
    expect(await view(connection)).toMatchObject({
      status: "connected",
      health: "needs_person",
      nextAction: "sign_in_again",
      errorCode: "AUTH_SESSION_EXPIRED",
      deadlineAt: connection.session?.expiresAt,
    });
    expect((await typesFor(connection)).slice(-2)).toEqual([
      "SESSION_REFRESH_FAILED",
      "SESSION_NOT_RENEWABLE",
    ]);
    await expect(caller.connections.check({ connectionId: connection.id })).rejects.toMatchObject({
      cause: { code: "AUTH_SESSION_EXPIRED" },
    });
    expect(await view(connection)).toMatchObject({ status: "expired", nextAction: "sign_in_again" });
    expect((await typesFor(connection)).at(-1)).toBe("SESSION_EXPIRED");
  });

  it("that the broker refuses for a call ends the session: neither token is wanted any more", async () => {
    const connection = await connect();
    install.sandbox.control.endSessions("hana");
    await expect(caller.connections.check({ connectionId: connection.id })).rejects.toMatchObject({
      cause: { code: "AUTH_SESSION_EXPIRED" },
    });
    expect(await view(connection)).toMatchObject({ status: "expired", health: "needs_person" });
    expect((await typesFor(connection)).slice(-2)).toEqual(["SESSION_REFRESH_FAILED", "SESSION_EXPIRED"]);
  });

  it("whose answer is lost on the way tells so, and the connection is not lost when the token still works", async () => {
    const connection = await connect();
    install.sandbox.control.addFault({ kind: "reset-before", path: "/oauth2/token/", count: 1 });
    await expect(caller.connections.refresh({ connectionId: connection.id })).rejects.toMatchObject({
      cause: { code: "CONN_NETWORK_ERROR" },
    });
    expect(await view(connection)).toMatchObject({ status: "connected" });
    expect(await caller.connections.refresh({ connectionId: connection.id })).toMatchObject({
      status: "connected",
    });
  });

  it("whose answer was lost after the broker spent the token ends truthfully", async () => {
    const connection = await connect();
    install.sandbox.control.addFault({ kind: "reset-after", path: "/oauth2/token/", count: 1 });
    await expect(caller.connections.refresh({ connectionId: connection.id })).rejects.toThrow();
    await expect(caller.connections.refresh({ connectionId: connection.id })).rejects.toMatchObject({
      cause: { code: "AUTH_REFRESH_ANSWER_LOST" },
    });
    expect(await view(connection)).toMatchObject({
      status: "connected",
      health: "needs_person",
      errorCode: "AUTH_REFRESH_ANSWER_LOST",
    });
    const failed = (await install.events()).findLast((event) => event.eventType === "SESSION_REFRESH_FAILED");
    expect(failed?.details).toMatchObject({ code: "AUTH_REFRESH_ANSWER_LOST", answerLost: true });
  });

  it("is refused where nothing is connected", async () => {
    const added = await caller.connections.add({ broker: "robinhood", label: "x", access: "read_only" });
    await expect(caller.connections.refresh({ connectionId: added.id })).rejects.toMatchObject({
      cause: { code: "API_CONFLICT" },
    });
    await expect(caller.connections.check({ connectionId: added.id })).rejects.toMatchObject({
      cause: { code: "API_CONFLICT" },
    });
  });
});

describe("checking a broker session", () => {
  it("asks the broker, notes the activity and writes the event", async () => {
    const connection = await connect();
    install.advance(90);
    const checked = await caller.connections.check({ connectionId: connection.id });
    expect(checked.session?.lastActivityAt).toBe(install.clock.now().toISOString());
    expect((await typesFor(connection)).at(-1)).toBe("SESSION_VALIDATED");
  });

  it("refreshes once and repeats the call when the token ran out", async () => {
    const connection = await connect("otto");
    install.advance(301);
    install.sandbox.control.clearRequests();
    expect(await caller.connections.check({ connectionId: connection.id })).toMatchObject({
      status: "connected",
      health: "ok",
    });
    expect(refreshes()).toBe(1);
    expect((await typesFor(connection)).slice(-2)).toEqual(["SESSION_REFRESHED", "SESSION_VALIDATED"]);
  });

  it("refreshes once on a 401 before the token's end", async () => {
    const connection = await connect();
    install.sandbox.control.clearRequests();
    install.sandbox.control.addFault({ kind: "status", status: 401, method: "GET", count: 1 });
    expect(await caller.connections.check({ connectionId: connection.id })).toMatchObject({
      status: "connected",
    });
    expect(refreshes()).toBe(1);
  });

  it("ends the session when the new token is refused as well", async () => {
    const connection = await connect();
    install.sandbox.control.addFault({ kind: "status", status: 401, method: "GET", count: 2 });
    await expect(caller.connections.check({ connectionId: connection.id })).rejects.toMatchObject({
      cause: { code: "AUTH_SESSION_EXPIRED" },
    });
    expect(await view(connection)).toMatchObject({ status: "expired", errorCode: "AUTH_SESSION_EXPIRED" });
  });

  it("shows the broker's trouble as degraded, and as over when it is", async () => {
    const connection = await connect();
    install.sandbox.control.addFault({ kind: "status", status: 503, method: "GET", count: 1 });
    await expect(caller.connections.check({ connectionId: connection.id })).rejects.toMatchObject({
      cause: { code: "CONN_BROKER_UNAVAILABLE" },
    });
    expect(await view(connection)).toMatchObject({
      status: "connected",
      health: "degraded",
      errorCode: "CONN_BROKER_UNAVAILABLE",
    });
    await caller.connections.check({ connectionId: connection.id });
    expect(await view(connection)).toMatchObject({ status: "connected", health: "ok", errorCode: null });
  });

  it("detects a ciphertext that was swapped in from another row", async () => {
    const one = await connect("hana");
    const two = await connect("otto");
    const { brokerSessions } = install.services.storage;
    const other = await brokerSessions.byConnection(two.id);
    const own = await brokerSessions.byConnection(one.id);
    const now = install.clock.now();
    await brokerSessions.commitExchange(own?.id ?? "", own?.credentialVersion ?? 0, {
      ciphertext: other?.ciphertext ?? "",
      expiresAt: own?.expiresAt ?? now,
      hardExpiresAt: null,
      lastActivityAt: now,
      issuedAt: now,
      refreshable: true,
      keepAt: null,
    });
    await expect(caller.connections.check({ connectionId: one.id })).rejects.toMatchObject({
      cause: { code: "STORAGE_READ_ERROR" },
    });
    expect(await view(one)).toMatchObject({ status: "expired", errorCode: "STORAGE_READ_ERROR" });
    const event = (await install.events()).findLast((entry) => entry.targetId === own?.id);
    expect(event).toMatchObject({ eventType: "SESSION_INTEGRITY_FAILED", severity: "CRITICAL" });
    // Disconnecting still works, and says that the broker was not told.
    expect(await caller.connections.disconnect({ connectionId: one.id })).toMatchObject({
      status: "disconnected",
      revokedAtBroker: false,
    });
  });
});

describe("disconnecting", () => {
  it("revokes at the broker, deletes session and cached data, and keeps the connection", async () => {
    const connection = await connect();
    await caller.portfolio.summary({ connectionId: connection.id });
    const { cachedReplies, brokerSessions } = install.services.storage;
    expect(await cachedReplies.get(connection.id, "account_summary")).not.toBeNull();
    expect(await caller.connections.disconnect({ connectionId: connection.id })).toMatchObject({
      status: "disconnected",
      nextAction: "connect",
      session: null,
      revokedAtBroker: true,
    });
    expect(await cachedReplies.get(connection.id, "account_summary")).toBeNull();
    expect(await brokerSessions.byConnection(connection.id)).toBeNull();
    expect(install.sandbox.control.requests().at(-1)?.path).toBe("/oauth2/revoke_token/");
    expect((await typesFor(connection)).at(-1)).toBe("LOGOUT");
  });

  it("deletes here all the same when the broker cannot be reached, and says so", async () => {
    const connection = await connect();
    install.sandbox.control.addFault({ kind: "reset-before", path: "/oauth2/revoke_token/" });
    expect(await caller.connections.disconnect({ connectionId: connection.id })).toMatchObject({
      status: "disconnected",
      session: null,
      revokedAtBroker: false,
    });
    expect((await typesFor(connection)).at(-1)).toBe("LOGOUT_LOCAL_ONLY");
  });

  it("is refused in the middle of a login, which must be cancelled first", async () => {
    const connection = await connect("june");
    expect(connection.status).toBe("challenge");
    await expect(caller.connections.disconnect({ connectionId: connection.id })).rejects.toMatchObject({
      cause: { code: "API_CONFLICT" },
    });
    await caller.connections.remove({ connectionId: connection.id });
    expect((await typesFor(connection)).slice(-2)).toEqual(["LOGIN_CANCELLED", "CONNECTION_REMOVED"]);
  });

  it("by removing leaves no row behind but the audit log", async () => {
    const connection = await connect();
    await caller.portfolio.summary({ connectionId: connection.id });
    await caller.connections.remove({ connectionId: connection.id });
    const { storage } = install.services;
    expect(await storage.connections.byId(connection.id)).toBeNull();
    expect(await storage.brokerSessions.byConnection(connection.id)).toBeNull();
    expect(await storage.credentials.listOf(connection.id)).toEqual([]);
    expect(await storage.loginAttempts.recentOf(connection.id, 5)).toEqual([]);
    expect((await typesFor(connection)).at(-1)).toBe("CONNECTION_REMOVED");
  });
});

describe("listing broker sessions", () => {
  it("tells the time left and never a token", async () => {
    const connection = await connect("otto");
    const sessions = await caller.connections.sessions();
    expect(sessions).toMatchObject([
      {
        connectionId: connection.id,
        broker: "robinhood",
        status: "active",
        isValid: true,
        timeRemaining: 300,
        needsRefresh: false,
      },
    ]);
    install.advance(60);
    expect((await caller.connections.sessions())[0]).toMatchObject({
      timeRemaining: 240,
      needsRefresh: true,
    });
    expect(JSON.stringify(sessions)).not.toMatch(/token/i);
  });
});
