import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ConnectionRecord } from "@/server/storage/records";
import {
  buildBrokerSession,
  buildCachedReply,
  buildConnection,
  buildCredential,
  buildDataKey,
  buildLoginAttempt,
  buildUser,
} from "@/test/builders";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

const T0 = new Date("2026-03-02T14:30:00.000Z");
const later = (minutes: number) => new Date(T0.getTime() + minutes * 60_000);

let at: TestStorage;
let connection: ConnectionRecord;
let ofConnection: { connectionId: string; ownerId: string };

beforeEach(async () => {
  at = await createTestStorage();
  const owner = buildUser();
  connection = buildConnection({ ownerId: owner.id });
  ofConnection = { connectionId: connection.id, ownerId: owner.id };
  await at.storage.users.create(owner);
  await at.storage.connections.create(connection);
});
afterEach(() => at.close());

describe("connections", () => {
  test("come back as they were stored, to their owner only", async () => {
    const full = buildConnection({
      ownerId: connection.ownerId,
      status: "error",
      health: "locked",
      nextAction: "wait_until",
      notBefore: later(10),
      errorCode: "AUTH_LOGIN_LOCKED",
      accounts: [{ maskedNumber: "••••1234", kind: "cash" }],
      revokedAtBroker: false,
      createdAt: later(1),
    });
    await at.storage.connections.create(full);
    expect(await at.storage.connections.ofOwner(connection.ownerId, full.id)).toEqual(full);
    expect(await at.storage.connections.ofOwner("someone-else", full.id)).toBeNull();
    expect(await at.storage.connections.byId(full.id)).toEqual(full);
    expect(await at.storage.connections.byId("unknown")).toBeNull();
    expect(await at.storage.connections.listOf(connection.ownerId)).toEqual([connection, full]);
  });

  test("an update wins once per version", async () => {
    const { id, ownerId } = connection;
    const accounts = [{ maskedNumber: "••••1", kind: "margin" }];
    const results = await Promise.all([
      at.storage.connections.update(id, 1, { status: "connecting", accounts }),
      at.storage.connections.update(id, 1, { status: "connecting", accounts }),
    ]);
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await at.storage.connections.update(id, 1, { status: "error" })).toBe(false);
    expect(await at.storage.connections.byId(id)).toEqual({
      ...connection,
      status: "connecting",
      accounts,
      version: 2,
    });
    expect(await at.storage.connections.update(id, 2, { label: "Renamed" })).toBe(true);
    expect(await at.storage.connections.versionsOf(ownerId)).toEqual(new Map([[id, 3]]));
  });

  test("removing takes all that belongs to it along", async () => {
    const session = buildBrokerSession(ofConnection);
    const attempt = buildLoginAttempt(ofConnection);
    await at.storage.brokerSessions.create(session);
    await at.storage.loginAttempts.create(attempt);
    await at.storage.credentials.put(buildCredential(ofConnection));
    await at.storage.cachedReplies.put(buildCachedReply(ofConnection));
    expect(await at.storage.connections.remove(connection.id)).toBe(true);
    expect(await at.storage.connections.remove(connection.id)).toBe(false);
    expect(await at.storage.brokerSessions.byId(session.id)).toBeNull();
    expect(await at.storage.loginAttempts.byId(attempt.id)).toBeNull();
    expect(await at.storage.credentials.listOf(connection.id)).toEqual([]);
    expect(await at.storage.cachedReplies.get(connection.id, "accounts")).toBeNull();
  });
});

describe("broker sessions", () => {
  const next = {
    ciphertext: "v1.new",
    expiresAt: later(60),
    hardExpiresAt: null,
    lastActivityAt: later(1),
    issuedAt: later(1),
    refreshable: true,
    keepAt: later(59),
  };

  test("there is one a connection", async () => {
    const session = buildBrokerSession(ofConnection);
    await at.storage.brokerSessions.create(session);
    expect(await at.storage.brokerSessions.byConnection(connection.id)).toEqual(session);
    expect(await at.storage.brokerSessions.listOf(connection.ownerId)).toEqual([session]);
    const second = at.storage.brokerSessions.create(buildBrokerSession(ofConnection));
    await expect(second).rejects.toMatchObject({ code: "API_CONFLICT" });
    expect(await at.storage.brokerSessions.removeByConnection(connection.id)).toBe(true);
    expect(await at.storage.brokerSessions.removeByConnection(connection.id)).toBe(false);
    expect(await at.storage.brokerSessions.byConnection(connection.id)).toBeNull();
  });

  test("one of fifty callers gets the lease, another after it lapses or is released", async () => {
    const { id } = buildBrokerSession({ ...ofConnection, id: "session" });
    await at.storage.brokerSessions.create(buildBrokerSession({ ...ofConnection, id }));
    const take = (token: string, now: Date) =>
      at.storage.brokerSessions.takeLease(id, token, now, new Date(now.getTime() + 20_000));
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => take(`token-${index}`, T0)));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await take("too-early", new Date(T0.getTime() + 19_999))).toBe(false);
    expect(await take("lapsed", new Date(T0.getTime() + 20_000))).toBe(true);
    await at.storage.brokerSessions.releaseLease(id, "not-mine");
    expect(await take("held", later(0.4))).toBe(false);
    await at.storage.brokerSessions.releaseLease(id, "lapsed");
    expect(await take("released", later(0.4))).toBe(true);
  });

  test("new tokens are written at the known version, once, whoever has the lease", async () => {
    const session = buildBrokerSession({ ...ofConnection, status: "refreshing" });
    const { id } = session;
    await at.storage.brokerSessions.create(session);
    expect(await at.storage.brokerSessions.markExchange(id, "mine", T0)).toBe(false);
    await at.storage.brokerSessions.takeLease(id, "mine", T0, later(1));
    expect(await at.storage.brokerSessions.markExchange(id, "mine", T0)).toBe(true);
    expect(await at.storage.brokerSessions.prolongLease(id, "other", later(2))).toBe(false);
    expect(await at.storage.brokerSessions.prolongLease(id, "mine", later(2))).toBe(true);
    expect(await at.storage.brokerSessions.commitExchange(id, 2, next)).toBe(false);
    expect(await at.storage.brokerSessions.byId(id)).toMatchObject({ exchangePendingAt: T0 });
    expect(await at.storage.brokerSessions.commitExchange(id, 1, next)).toBe(true);
    expect(await at.storage.brokerSessions.commitExchange(id, 1, next)).toBe(false);
    expect(await at.storage.brokerSessions.prolongLease(id, "mine", later(2))).toBe(false);
    expect(await at.storage.brokerSessions.byId(id)).toEqual({
      ...session,
      ...next,
      status: "active",
      credentialVersion: 2,
    });
  });

  test("status and activity can be set alone", async () => {
    const session = buildBrokerSession(ofConnection);
    await at.storage.brokerSessions.create(session);
    await at.storage.brokerSessions.update(session.id, { status: "expired" });
    expect(await at.storage.brokerSessions.byId(session.id)).toEqual({ ...session, status: "expired" });
    expect(await at.storage.brokerSessions.byId("unknown")).toBeNull();
  });
});

describe("login attempts", () => {
  test("come back as they were stored; recent ones newest first", async () => {
    const ended = buildLoginAttempt({
      ...ofConnection,
      outcome: "failed",
      endedAt: later(1),
      errorCode: "AUTH_CODE_REJECTED",
      challenge: {
        kind: "sms",
        destination: "••• 12",
        expiresAt: later(5).toISOString(),
        attemptsLeft: 2,
        alternatives: ["email"],
        url: null,
        lastCodeRejected: true,
      },
    });
    const open = buildLoginAttempt({ ...ofConnection, startedAt: later(2) });
    await at.storage.loginAttempts.create(ended);
    await at.storage.loginAttempts.create(open);
    expect(await at.storage.loginAttempts.byId(ended.id)).toEqual(ended);
    expect(await at.storage.loginAttempts.byId("unknown")).toBeNull();
    expect(await at.storage.loginAttempts.openOf(connection.id)).toEqual(open);
    expect(await at.storage.loginAttempts.openOf("unknown")).toBeNull();
    expect(await at.storage.loginAttempts.open()).toEqual([open]);
    expect(await at.storage.loginAttempts.recentOf(connection.id, 5)).toEqual([open, ended]);
    expect(await at.storage.loginAttempts.recentOf(connection.id, 1)).toEqual([open]);
  });

  test("change only while open and at their version", async () => {
    const attempt = buildLoginAttempt(ofConnection);
    const { id } = attempt;
    const challenge = {
      kind: "prompt" as const,
      destination: null,
      expiresAt: null,
      attemptsLeft: null,
      alternatives: [],
      url: null,
      lastCodeRejected: false,
    };
    await at.storage.loginAttempts.create(attempt);
    expect(await at.storage.loginAttempts.update(id, 1, { challenge, step: "waiting_for_person" })).toBe(
      true,
    );
    expect(await at.storage.loginAttempts.update(id, 1, { step: "finishing" })).toBe(false);
    expect(await at.storage.loginAttempts.update(id, 2, { pollAt: later(1) })).toBe(true);
    expect(await at.storage.loginAttempts.byId(id)).toMatchObject({
      challenge,
      pollAt: later(1),
      version: 3,
    });
    const end = { challenge: null, outcome: "cancelled" as const, endedAt: later(2) };
    expect(await at.storage.loginAttempts.update(id, 3, end)).toBe(true);
    expect(await at.storage.loginAttempts.update(id, 4, { outcome: "succeeded" })).toBe(false);
    expect(await at.storage.loginAttempts.byId(id)).toMatchObject({ ...end, version: 4 });
  });

  test("one of fifty callers gets the lease, nobody that of an ended one", async () => {
    const attempt = buildLoginAttempt(ofConnection);
    const { id } = attempt;
    await at.storage.loginAttempts.create(attempt);
    const take = (token: string) => at.storage.loginAttempts.takeLease(id, token, T0, later(1));
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => take(`token-${index}`)));
    const winner = results.indexOf(true);
    expect(results.filter(Boolean)).toHaveLength(1);
    await at.storage.loginAttempts.releaseLease(id, `token-${winner}`);
    expect(await take("next")).toBe(true);
    await at.storage.loginAttempts.releaseLease(id, "next");
    await at.storage.loginAttempts.update(id, 1, { outcome: "timed_out" });
    expect(await take("after the end")).toBe(false);
  });
});

describe("keys, guards, secrets and replies", () => {
  test("an owner has one data key that seals, and older ones until they are removed", async () => {
    const { dataKeys } = at.storage;
    const key = buildDataKey({ createdAt: T0 });
    await dataKeys.create(key);
    expect(await dataKeys.byId(key.id)).toEqual(key);
    expect(await dataKeys.byOwner(key.ownerId)).toEqual(key);
    expect(await dataKeys.byOwner("nobody")).toBeNull();
    await dataKeys.remove(key.id);
    expect(await dataKeys.byId(key.id)).toEqual(key);
    await dataKeys.retireAllOf(key.ownerId, later(1));
    const second = buildDataKey({ ownerId: key.ownerId, createdAt: later(1) });
    await dataKeys.create(second);
    expect(await dataKeys.byOwner(key.ownerId)).toEqual(second);
    expect(await dataKeys.list()).toEqual([{ ...key, retiredAt: later(1) }, second]);
    await dataKeys.remove(key.id);
    expect(await dataKeys.list()).toEqual([second]);
  });

  test("a login guard is replaced and removed", async () => {
    const guard = { key: "k", failures: 1, notBefore: later(1), updatedAt: T0 };
    await at.storage.loginGuards.put(guard);
    expect(await at.storage.loginGuards.hold("k", new Date(0))).toEqual(guard);
    await at.storage.loginGuards.put({ ...guard, failures: 2 });
    expect(await at.storage.loginGuards.get("k")).toEqual({ ...guard, failures: 2 });
    await at.storage.loginGuards.remove("k");
    const made = new Date("2026-03-02T14:30:00.000Z");
    expect(await at.storage.loginGuards.hold("new", made)).toEqual({
      key: "new",
      failures: 0,
      notBefore: new Date(0),
      updatedAt: made,
    });
    expect(await at.storage.loginGuards.get("k")).toBeNull();
  });

  test("a remembered secret is replaced by name, with the id that its text is bound to", async () => {
    const first = buildCredential({ ...ofConnection, name: "password" });
    const device = buildCredential({ ...ofConnection, name: "deviceToken" });
    const second = buildCredential({
      ...ofConnection,
      name: "password",
      ciphertext: "v1.two",
      updatedAt: later(1),
    });
    for (const credential of [first, device, second]) await at.storage.credentials.put(credential);
    expect(await at.storage.credentials.listOf(connection.id)).toEqual([device, second]);
    expect(await at.storage.credentials.get(connection.id, "password")).toEqual(second);
    expect(await at.storage.credentials.remove(connection.id, ["password", "unknown"])).toBe(1);
    expect(await at.storage.credentials.get(connection.id, "password")).toBeNull();
  });

  test("a cached reply is replaced by kind", async () => {
    const first = buildCachedReply(ofConnection);
    const second = buildCachedReply({ ...ofConnection, ciphertext: "v1.two", fetchedAt: later(1) });
    await at.storage.cachedReplies.put(first);
    await at.storage.cachedReplies.put(second);
    expect(await at.storage.cachedReplies.get(connection.id, "accounts")).toEqual(second);
    await at.storage.cachedReplies.removeOf(connection.id);
    expect(await at.storage.cachedReplies.get(connection.id, "accounts")).toBeNull();
  });
});
