import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { signIn } from "@/server/services/app-sessions/sign-in";
import { requireUser } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { changePassword } from "@/server/services/viewer/change-password";
import { listOwnSessions } from "@/server/services/viewer/list-own-sessions";
import { readViewer } from "@/server/services/viewer/read-viewer";
import { revokeOwnSession } from "@/server/services/viewer/revoke-own-session";
import { signOutOtherSessions } from "@/server/services/viewer/sign-out-other-sessions";
import type { UserRecord } from "@/server/storage/records";
import { createServiceHarness, PASSWORD, type ServiceHarness } from "@/test/service-harness";

const NEW_PASSWORD = "seven quiet harbours";
let harness: ServiceHarness;
let alice: UserRecord;
let here: ServiceContext;
let elsewhere: ServiceContext;

beforeEach(async () => {
  harness = await createServiceHarness();
  alice = await harness.person({ id: "alice", email: "alice@example.com", roles: ["user", "trader"] });
  elsewhere = await harness.as(alice);
  here = await harness.as(alice);
});
afterEach(() => harness.close());

const sessionOf = (ctx: ServiceContext) => requireUser(ctx).appSessionId ?? "";
const liveIds = async () => (await listOwnSessions(here)).map(({ id }) => id);
const eventsOf = async (type: string) => (await harness.events()).filter((event) => event.eventType === type);

describe("readViewer", () => {
  it("tells who is signed in and what their roles add up to", async () => {
    expect(await readViewer(here)).toEqual({
      userId: "alice",
      email: "alice@example.com",
      displayName: alice.displayName,
      roles: ["user", "trader"],
      permissions: [
        "read_positions",
        "execute_trades",
        "view_analytics",
        "use_own_account",
        "manage_connections",
        "manage_tokens",
        "lease_session",
      ],
      isOwner: false,
    });
    await expect(readViewer(harness.anonymous())).rejects.toMatchObject({ code: "AUTH_SIGN_IN_REQUIRED" });
  });
});

describe("own app sessions", () => {
  it("are listed with this browser marked, without those that lay idle too long", async () => {
    harness.clock.advance(1800_000);
    await harness.services.storage.appSessions.touch(sessionOf(here), harness.clock.now());
    const sessions = await listOwnSessions(here);
    expect(sessions.find(({ current }) => current)).toMatchObject({
      id: sessionOf(here),
      ipAddress: "192.0.2.10",
      userAgent: "Test browser",
      lastSeenAt: "2026-03-02T15:00:00.000Z",
      expiresAt: "2026-03-02T16:00:00.000Z",
    });
    expect(sessions).toHaveLength(2);
    harness.clock.advance(1800_000);
    expect(await liveIds()).toEqual([sessionOf(here)]);
  });

  it("can be ended one by one, but not another person's", async () => {
    const bob = await harness.member("user");
    await expect(revokeOwnSession(here, { sessionId: sessionOf(bob) })).rejects.toMatchObject({
      code: "API_RESOURCE_NOT_FOUND",
    });
    await expect(revokeOwnSession(here, { sessionId: "nothing" })).rejects.toMatchObject({
      code: "API_RESOURCE_NOT_FOUND",
    });
    await revokeOwnSession(here, { sessionId: sessionOf(elsewhere) });
    await expect(revokeOwnSession(here, { sessionId: sessionOf(elsewhere) })).rejects.toMatchObject({
      code: "API_RESOURCE_NOT_FOUND",
    });
    expect(await liveIds()).toEqual([sessionOf(here)]);
    expect(await listOwnSessions(bob)).toHaveLength(1);
    expect(await eventsOf("APP_SESSION_REVOKED")).toMatchObject([
      { userId: "alice", targetId: sessionOf(elsewhere), sessionId: sessionOf(here) },
    ]);
  });

  it("can all be ended but this one", async () => {
    expect(await signOutOtherSessions(here)).toEqual({ ended: 1 });
    expect(await signOutOtherSessions(here)).toEqual({ ended: 0 });
    expect(await liveIds()).toEqual([sessionOf(here)]);
    expect(await eventsOf("APP_SESSION_REVOKED")).toMatchObject([
      { details: { ended: 1, scope: "all_others" } },
    ]);
  });
});

describe("changePassword", () => {
  const change = (ctx: ServiceContext, currentPassword = PASSWORD, newPassword = NEW_PASSWORD) =>
    changePassword(ctx, { currentPassword, newPassword });
  const signInWith = (password: string) =>
    signIn(harness.anonymous(), { email: alice.email, password, deviceCookie: null });

  it("replaces the password and ends the other sessions", async () => {
    expect(await change(here)).toEqual({ ended: 1 });
    expect(await liveIds()).toEqual([sessionOf(here)]);
    await expect(signInWith(PASSWORD)).rejects.toMatchObject({ code: "AUTH_INVALID_CREDENTIALS" });
    await expect(signInWith(NEW_PASSWORD)).resolves.toMatchObject({ userId: "alice" });
    expect(await eventsOf("PASSWORD_CHANGED")).toMatchObject([{ outcome: "success", details: { ended: 1 } }]);
  });

  it("needs the current password, and lets nobody guess it from an open browser", async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      await expect(change(here, "wrong password")).rejects.toMatchObject({
        code: "AUTH_INVALID_CREDENTIALS",
        fields: { currentPassword: "This is not your current password" },
      });
    }
    await expect(change(here)).rejects.toMatchObject({ code: "AUTH_RATE_LIMITED", retryAfterSeconds: 30 });
    harness.clock.advance(30_000);
    expect(await change(here)).toEqual({ ended: 1 });
    expect((await eventsOf("PASSWORD_CHANGED")).map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 5 }, () => "failure"),
      "success",
    ]);
    expect(JSON.stringify([await harness.events(), harness.logLines])).not.toMatch(
      /tidal|wrong password|harbours/,
    );
  });

  it("refuses a new password that is easy to guess", async () => {
    await expect(change(here, PASSWORD, "alice@example.com")).rejects.toMatchObject({
      code: "VALIDATION_INVALID_INPUT",
      fields: { newPassword: expect.stringContaining("easy to guess") },
    });
  });

  it("lets one of two changes at once win", async () => {
    const outcomes = await Promise.allSettled([
      change(here, PASSWORD, "first new password of mine"),
      change(elsewhere, PASSWORD, "other new password of mine"),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "API_CONFLICT" },
    });
  });

  it("fails for a person whose row is gone", async () => {
    const stranger: ServiceContext = { ...here, actor: { ...requireUser(here), userId: "nobody" } };
    await expect(change(stranger)).rejects.toMatchObject({ code: "AUTH_INVALID_CREDENTIALS" });
  });
});
