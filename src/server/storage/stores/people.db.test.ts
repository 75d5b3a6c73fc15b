import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { buildAppSession, buildInvitation, buildUser } from "@/test/builders";
import { createTestStorage, type TestStorage } from "@/test/test-storage";

const T0 = new Date("2026-03-02T14:30:00.000Z");
const later = (minutes: number) => new Date(T0.getTime() + minutes * 60_000);

let at: TestStorage;
beforeEach(async () => {
  at = await createTestStorage();
});
afterEach(() => at.close());

const NOTHING_ELSE = {
  installId: null,
  settingsVersion: 0,
  epoch: 0,
  restoredAt: null,
  restoredFrom: null,
};

describe("install", () => {
  test("the row is made once, even by ten at once", async () => {
    const rows = await Promise.all(Array.from({ length: 10 }, () => at.storage.install.get()));
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(1);
    expect(rows[0]).toEqual({
      setupCodeHash: null,
      setupCompletedAt: null,
      keyCanary: null,
      masterKeyFingerprint: null,
      ...NOTHING_ELSE,
    });
  });

  test("keeps the canary beside the setup code", async () => {
    await at.storage.install.setKeyCanary("canary", "fingerprint");
    await at.storage.install.setSetupCodeHash("first");
    await at.storage.install.setSetupCodeHash("second");
    expect(await at.storage.install.get()).toEqual({
      setupCodeHash: "second",
      setupCompletedAt: null,
      keyCanary: "canary",
      masterKeyFingerprint: "fingerprint",
      ...NOTHING_ELSE,
    });
  });

  test("setup is completed by exactly one of ten, only with the right code, and spends it", async () => {
    await at.storage.install.setSetupCodeHash("right");
    expect(await at.storage.install.completeSetup("wrong", T0)).toBe(false);
    const results = await Promise.all(
      Array.from({ length: 10 }, () => at.storage.install.completeSetup("right", T0)),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await at.storage.install.get()).toMatchObject({ setupCompletedAt: T0, setupCodeHash: null });
    expect(await at.storage.install.completeSetup("right", T0)).toBe(false);
  });
});

describe("users", () => {
  test("come back as they were stored", async () => {
    const user = buildUser({ roles: ["user", "trader"], isOwner: true, disabledAt: later(1) });
    await at.storage.users.create(user);
    expect(await at.storage.users.byId(user.id)).toEqual(user);
    expect(await at.storage.users.byEmail(user.email)).toEqual(user);
    expect(await at.storage.users.list()).toEqual([user]);
    expect(await at.storage.users.byEmail("nobody@example.com")).toBeNull();
    expect(await at.storage.users.byId("nobody")).toBeNull();
  });

  test("an e-mail is taken once", async () => {
    const first = buildUser();
    const second = buildUser();
    await at.storage.users.create(first);
    await at.storage.users.create(second);
    const twin = at.storage.users.create(buildUser({ email: first.email }));
    await expect(twin).rejects.toMatchObject({ code: "API_CONFLICT" });
    const renamed = at.storage.users.update(second.id, { email: first.email });
    await expect(renamed).rejects.toMatchObject({ code: "API_CONFLICT" });
  });

  test("an update changes what it names and nothing else", async () => {
    const user = buildUser();
    await at.storage.users.create(user);
    await at.storage.users.update(user.id, { roles: ["admin"], updatedAt: later(5) });
    await at.storage.users.update(user.id, { displayName: "New name" });
    expect(await at.storage.users.byId(user.id)).toEqual({
      ...user,
      roles: ["admin"],
      displayName: "New name",
      updatedAt: later(5),
    });
    const unknown = at.storage.users.update("nobody", { displayName: "x" });
    await expect(unknown).rejects.toMatchObject({ code: "API_RESOURCE_NOT_FOUND" });
  });

  test("admins count while they are not disabled", async () => {
    await at.storage.users.create(buildUser({ roles: ["user", "admin"] }));
    await at.storage.users.create(buildUser({ roles: ["admin"], disabledAt: T0 }));
    await at.storage.users.create(buildUser({ roles: ["user", "trader"] }));
    expect(await at.storage.users.countActiveAdmins()).toBe(1);
  });
});

describe("app sessions", () => {
  test("are read with their person", async () => {
    const user = buildUser();
    const session = buildAppSession({ userId: user.id });
    await at.storage.users.create(user);
    await at.storage.appSessions.create(session);
    expect(await at.storage.appSessions.withUser(session.id)).toEqual({ session, user });
    expect(await at.storage.appSessions.byId(session.id)).toEqual(session);
    expect(await at.storage.appSessions.withUser("unknown")).toBeNull();
  });

  test("need a person", async () => {
    const orphan = at.storage.appSessions.create(buildAppSession({ userId: "nobody" }));
    await expect(orphan).rejects.toMatchObject({ code: "API_CONFLICT" });
  });

  test("touching moves the last use, also of the person", async () => {
    const user = buildUser();
    const [one, other] = [buildAppSession({ userId: user.id }), buildAppSession({ userId: user.id })];
    await at.storage.users.create(user);
    await at.storage.appSessions.create(one);
    await at.storage.appSessions.create(other);
    await at.storage.appSessions.touch(other.id, later(9));
    await at.storage.appSessions.touch("unknown", later(10));
    expect(await at.storage.appSessions.lastSeenByUser()).toEqual(new Map([[user.id, later(9)]]));
  });

  test("end once, one by one or all but the present one", async () => {
    const [user, someone] = [buildUser(), buildUser()];
    await at.storage.users.create(user);
    await at.storage.users.create(someone);
    const oldest = buildAppSession({ userId: user.id });
    const newest = buildAppSession({ userId: user.id, createdAt: later(1) });
    const ended = buildAppSession({ userId: user.id, expiresAt: T0 });
    const foreign = buildAppSession({ userId: someone.id });
    for (const session of [oldest, newest, ended, foreign]) await at.storage.appSessions.create(session);
    expect((await at.storage.appSessions.liveOf(user.id, T0)).map(({ id }) => id)).toEqual([
      newest.id,
      oldest.id,
    ]);
    expect(await at.storage.appSessions.revokeAllOf(user.id, later(2), "PASSWORD_CHANGED", newest.id)).toBe(
      1,
    );
    expect(await at.storage.appSessions.revoke(newest.id, later(3), "SIGN_OUT")).toBe(true);
    expect(await at.storage.appSessions.revoke(newest.id, later(4), "SIGN_OUT")).toBe(false);
    expect(await at.storage.appSessions.byId(newest.id)).toMatchObject({
      revokedAt: later(3),
      revokedReason: "SIGN_OUT",
    });
    expect(await at.storage.appSessions.liveOf(user.id, later(5))).toEqual([]);
    expect(await at.storage.appSessions.revokeAllOf(someone.id, later(5), "DISABLED")).toBe(1);
  });
});

describe("invitations", () => {
  test("come back as they were stored, open ones newest first", async () => {
    const older = buildInvitation({ roles: ["user", "trader"] });
    const newer = buildInvitation({ createdAt: later(1) });
    const expired = buildInvitation({ expiresAt: T0 });
    for (const invitation of [older, newer, expired]) await at.storage.invitations.create(invitation);
    expect(await at.storage.invitations.byId(older.id)).toEqual(older);
    expect(await at.storage.invitations.byTokenHash(older.tokenHash)).toEqual(older);
    expect(await at.storage.invitations.byId("unknown")).toBeNull();
    expect(await at.storage.invitations.byTokenHash("unknown")).toBeNull();
    expect(await at.storage.invitations.open(T0)).toEqual([newer, older]);
  });

  test("one of ten callers can accept", async () => {
    const invitation = buildInvitation();
    await at.storage.invitations.create(invitation);
    const results = await Promise.all(
      Array.from({ length: 10 }, () => at.storage.invitations.accept(invitation.id, later(1))),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await at.storage.invitations.revoke(invitation.id, later(2))).toBe(false);
    expect(await at.storage.invitations.open(later(2))).toEqual([]);
  });

  test("withdrawn or expired ones cannot be accepted", async () => {
    const [withdrawn, expired] = [buildInvitation(), buildInvitation({ expiresAt: later(1) })];
    await at.storage.invitations.create(withdrawn);
    await at.storage.invitations.create(expired);
    expect(await at.storage.invitations.revoke(withdrawn.id, T0)).toBe(true);
    expect(await at.storage.invitations.accept(withdrawn.id, T0)).toBe(false);
    expect(await at.storage.invitations.accept(expired.id, later(1))).toBe(false);
  });
});

describe("throttles", () => {
  test("are put, read, removed and grow old", async () => {
    const [a, b, c] = ["a", "b", "c"].map((key, index) => ({
      key,
      failures: index,
      windowStartedAt: T0,
      blockedUntil: index === 0 ? null : later(index * 10),
    }));
    if (!a || !b || !c) throw new Error("three records are built above");
    for (const record of [a, b, c]) await at.storage.throttles.put(record);
    await at.storage.throttles.put({ ...a, failures: 7 });
    expect(await at.storage.throttles.get(["a", "c", "unknown"])).toEqual([{ ...a, failures: 7 }, c]);
    await at.storage.throttles.removeOlderThan(later(15));
    expect(await at.storage.throttles.get(["a", "b", "c"])).toEqual([c]);
    await at.storage.throttles.remove(["c", "unknown"]);
    expect(await at.storage.throttles.get(["c"])).toEqual([]);
  });
});
