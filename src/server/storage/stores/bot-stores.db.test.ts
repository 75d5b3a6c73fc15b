import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type IdempotencyRecord, WHOLE_INSTALL } from "@/server/storage/bot-records";
import { buildApiToken, buildSessionLease } from "@/test/bot-builders";
import { buildConnection, buildUser } from "@/test/builders";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

const T0 = new Date("2026-03-02T14:30:00.000Z");
const T1 = new Date("2026-03-02T14:31:00.000Z");
const T2 = new Date("2026-03-02T14:32:00.000Z");

let at: TestStorage;
let ownerId: string;

beforeEach(async () => {
  at = await createTestStorage();
  const owner = buildUser();
  await at.storage.users.create(owner);
  ownerId = owner.id;
});
afterEach(() => at.close());

describe("API tokens", () => {
  test("come back as they were made, with their owner, and to their owner alone", async () => {
    const { apiTokens, users } = at.storage;
    const token = buildApiToken({
      ownerId,
      scopes: ["read:positions", "session:lease"],
      reach: { brokers: ["robinhood"], connectionIds: ["c1", "c2"], accountIds: null },
      allowedAddresses: ["10.0.0.0/8"],
      replaces: "token-before",
    });
    await apiTokens.create(token);
    expect(await apiTokens.withOwner(token.id)).toEqual({ token, owner: await users.byId(ownerId) });
    expect(await apiTokens.withOwner("unknown")).toBeNull();
    expect(await apiTokens.ofOwner(ownerId, token.id)).toEqual(token);
    expect(await apiTokens.ofOwner("another", token.id)).toBeNull();
  });

  test("are listed newest first; those that live are counted", async () => {
    const { apiTokens } = at.storage;
    const old = buildApiToken({ ownerId, createdAt: T0, expiresAt: T1 });
    const young = buildApiToken({ ownerId, createdAt: T1, expiresAt: T2 });
    const revoked = buildApiToken({ ownerId, createdAt: T0, expiresAt: T2, revokedAt: T0 });
    for (const token of [old, young, revoked]) await apiTokens.create(token);
    const ids = (await apiTokens.listOf(ownerId)).map(({ id }) => id);
    expect(ids[0]).toBe(young.id);
    expect(ids).toHaveLength(3);
    expect(await apiTokens.countLive(ownerId, T0)).toBe(2);
    expect(await apiTokens.countLive(ownerId, T1)).toBe(1);
    expect(await apiTokens.countLive("another", T0)).toBe(0);
  });

  test("are revoked once, and end earlier but never later", async () => {
    const { apiTokens } = at.storage;
    const token = buildApiToken({ ownerId, expiresAt: T1 });
    await apiTokens.create(token);
    expect(await apiTokens.endEarlier(token.id, T2)).toBe(false);
    expect(await apiTokens.endEarlier(token.id, T0)).toBe(true);
    const revoked = await Promise.all([T1, T2].map((time) => apiTokens.revoke(token.id, time)));
    expect(revoked.filter(Boolean)).toHaveLength(1);
    expect(await apiTokens.ofOwner(ownerId, token.id)).toMatchObject({ expiresAt: T0 });
  });

  test("add up their uses; the time of the last only moves on", async () => {
    const { apiTokens } = at.storage;
    const token = buildApiToken({ ownerId });
    await apiTokens.create(token);
    const use = { tokenId: token.id, uses: 2, lastUsedAt: T1, lastUsedFrom: "192.0.2.1" };
    await apiTokens.addUses([use]);
    await apiTokens.addUses([{ ...use, uses: 3, lastUsedAt: T0, lastUsedFrom: null }]);
    await apiTokens.addUses([{ ...use, tokenId: "gone" }]);
    expect(await apiTokens.ofOwner(ownerId, token.id)).toMatchObject({
      uses: 5,
      lastUsedAt: T1,
      lastUsedFrom: "192.0.2.1",
    });
  });

  test("go with their owner's row's end, and some time after their own", async () => {
    const { apiTokens } = at.storage;
    const ended = buildApiToken({ ownerId, expiresAt: T0 });
    const revoked = buildApiToken({ ownerId, revokedAt: T0 });
    const live = buildApiToken({ ownerId, expiresAt: T2 });
    for (const token of [ended, revoked, live]) await apiTokens.create(token);
    expect(await apiTokens.removeEndedBefore(T0)).toBe(0);
    expect(await apiTokens.removeEndedBefore(T1)).toBe(2);
    expect((await apiTokens.listOf(ownerId)).map(({ id }) => id)).toEqual([live.id]);
  });
});

describe("windows of tokens", () => {
  test("give what is left, and no more than the limit to all that come at once", async () => {
    const { apiTokens, tokenWindows } = at.storage;
    const { id } = buildApiToken({ ownerId });
    await apiTokens.create(buildApiToken({ ownerId, id }));
    expect(await tokenWindows.take(id, T0, 10, 4)).toEqual({ places: 4, left: 6 });
    const taken = await Promise.all(Array.from({ length: 9 }, () => tokenWindows.take(id, T0, 10, 4)));
    expect(taken.reduce((sum, { places }) => sum + places, 0)).toBe(6);
    expect(await tokenWindows.take(id, T0, 10, 1)).toEqual({ places: 0, left: 0 });
    expect(await tokenWindows.take(id, T1, 10, 99)).toEqual({ places: 10, left: 0 });
    // A process whose clock is behind takes nothing of a minute that is over.
    expect(await tokenWindows.take(id, T0, 10, 1)).toEqual({ places: 0, left: 0 });
  });

  test("that lie far ahead of the clock are begun anew; old ones are dropped", async () => {
    const { apiTokens, tokenWindows } = at.storage;
    const token = buildApiToken({ ownerId });
    await apiTokens.create(token);
    await tokenWindows.take(token.id, new Date(T0.getTime() + 180_000), 5, 5);
    expect(await tokenWindows.take(token.id, T0, 5, 5)).toEqual({ places: 5, left: 0 });
    expect(await tokenWindows.removeOlderThan(T0)).toBe(0);
    expect(await tokenWindows.removeOlderThan(T1)).toBe(1);
  });
});

test("a freeze is put once and lifted once", async () => {
  const { botFreezes } = at.storage;
  const freeze = { ownerId, frozenAt: T0, by: "one@example.com" };
  expect(await botFreezes.put(freeze)).toBe(true);
  expect(await botFreezes.put({ ...freeze, frozenAt: T1 })).toBe(false);
  const install = { ownerId: WHOLE_INSTALL, frozenAt: T1, by: "admin@example.com" };
  await Promise.all(Array.from({ length: 10 }, () => botFreezes.put(install)));
  expect(await botFreezes.get([ownerId])).toEqual([freeze]);
  expect(await botFreezes.get([ownerId, WHOLE_INSTALL])).toHaveLength(2);
  expect(await botFreezes.remove(ownerId)).toBe(true);
  expect(await botFreezes.remove(ownerId)).toBe(false);
  expect(await botFreezes.get([ownerId, WHOLE_INSTALL])).toEqual([install]);
});

describe("idempotency keys", () => {
  const record = (given: Partial<IdempotencyRecord>): IdempotencyRecord => ({
    tokenId: "token",
    key: "key",
    claim: "claim",
    requestHash: "hash",
    answer: null,
    createdAt: T0,
    ...given,
  });

  test("belong to the first who comes, and keep the answer", async () => {
    const { apiTokens, idempotencyKeys } = at.storage;
    await apiTokens.create(buildApiToken({ ownerId, id: "token" }));
    await apiTokens.create(buildApiToken({ ownerId, id: "other" }));
    const claims = Array.from({ length: 20 }, (_, claim) => `claim ${claim}`);
    const added = await Promise.all(claims.map((claim) => idempotencyKeys.add(record({ claim }))));
    expect(added.filter(Boolean)).toHaveLength(1);
    const winner = claims[added.indexOf(true)] ?? "";
    await idempotencyKeys.answer("token", "key", "v1.answer");
    expect(await idempotencyKeys.get("token", "key")).toEqual(record({ claim: winner, answer: "v1.answer" }));
    expect(await idempotencyKeys.get("other", "key")).toBeNull();
    expect(await idempotencyKeys.add(record({ tokenId: "other" }))).toBe(true);
    await idempotencyKeys.remove("token", "key");
    expect(await idempotencyKeys.get("token", "key")).toBeNull();
    expect(await idempotencyKeys.removeOlderThan(T0)).toBe(0);
    expect(await idempotencyKeys.removeOlderThan(T1)).toBe(1);
  });
});

test("leases end once, and are their owner's", async () => {
  const { connections, sessionLeases } = at.storage;
  const connection = buildConnection({ ownerId });
  await connections.create(connection);
  const of = { ownerId, connectionId: connection.id };
  const first = buildSessionLease({ ...of, createdAt: T0, expiresAt: T2 });
  const later = buildSessionLease({ ...of, createdAt: T1, expiresAt: T2, kind: "full" });
  const over = buildSessionLease({ ...of, createdAt: T0, expiresAt: T1 });
  for (const lease of [first, later, over]) await sessionLeases.create(lease);
  expect(await sessionLeases.ofOwner(ownerId, later.id)).toEqual(later);
  expect(await sessionLeases.ofOwner("another", later.id)).toBeNull();
  expect(await sessionLeases.liveOf(connection.id, T1)).toEqual([later, first]);
  expect(await sessionLeases.end(first.id, T1)).toBe(true);
  expect(await sessionLeases.end(first.id, T2)).toBe(false);
  expect(await sessionLeases.liveOf(connection.id, T1)).toEqual([later]);
  expect(await sessionLeases.removeOlderThan(T2)).toBe(1);
  expect(await sessionLeases.ofOwner(ownerId, over.id)).toBeNull();
});
