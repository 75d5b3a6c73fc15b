import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadActor } from "@/server/services/app-sessions/load-actor";
import { signIn } from "@/server/services/app-sessions/sign-in";
import { signOut } from "@/server/services/app-sessions/sign-out";
import type { ServiceContext } from "@/server/services/service-context";
import { Secret } from "@/shared/secret";
import { createServiceHarness, PASSWORD, type ServiceHarness } from "@/test/service-harness";

const HOUR_MS = 3_600_000;
const ANONYMOUS = { type: "anonymous" };
let harness: ServiceHarness;
let token: Secret;

beforeEach(async () => {
  harness = await createServiceHarness();
  await harness.person({ id: "alice", email: "alice@example.com" });
  const input = { email: "alice@example.com", password: PASSWORD, deviceCookie: null };
  token = (await signIn(harness.anonymous(), input)).sessionToken;
});
afterEach(() => harness.close());

const actor = () => loadActor(harness.services, token);
const signedIn = async (): Promise<ServiceContext> => ({ ...harness.anonymous(), actor: await actor() });

describe("loadActor", () => {
  it("knows nobody by another token", async () => {
    expect(await loadActor(harness.services, new Secret(`${token.reveal().slice(0, -1)}_`))).toEqual(
      ANONYMOUS,
    );
  });

  it("reads the roles and the name anew each time", async () => {
    await harness.services.storage.users.update("alice", { roles: ["trader"], displayName: "Alice A." });
    expect(await actor()).toMatchObject({ roles: ["trader"], displayName: "Alice A." });
  });

  it("lets a session go that lay idle for an hour, but not one in use", async () => {
    harness.clock.advance(HOUR_MS - 1);
    expect(await actor()).toMatchObject({ userId: "alice" });
    harness.clock.advance(HOUR_MS - 1);
    expect(await actor()).toMatchObject({ userId: "alice" });
    harness.clock.advance(HOUR_MS);
    expect(await actor()).toEqual(ANONYMOUS);
  });

  it("ends every session after a day, however much it is used", async () => {
    for (let hours = 0; hours < 47; hours += 1) {
      expect(await actor()).toMatchObject({ userId: "alice" });
      harness.clock.advance(HOUR_MS / 2);
    }
    harness.clock.advance(HOUR_MS / 2);
    expect(await actor()).toEqual(ANONYMOUS);
  });

  it("notes the use once a minute at most", async () => {
    const started = harness.clock.now();
    const lastSeen = async () => (await harness.services.storage.appSessions.lastSeenByUser()).get("alice");
    harness.clock.advance(59_999);
    await actor();
    expect(await lastSeen()).toEqual(started);
    harness.clock.advance(1);
    await actor();
    expect(await lastSeen()).toEqual(harness.clock.now());
  });

  it("shuts a disabled person out at once", async () => {
    await harness.services.storage.users.update("alice", { disabledAt: harness.clock.now() });
    expect(await actor()).toEqual(ANONYMOUS);
  });
});

describe("signOut", () => {
  it("ends the session at once, and is recorded once", async () => {
    const ctx = await signedIn();
    await signOut(ctx);
    expect(await actor()).toEqual(ANONYMOUS);
    await signOut(ctx);
    const events = (await harness.events()).filter((event) => event.eventType === "SIGN_OUT");
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ user: "alice@example.com", outcome: "success" });
    expect(events[0]?.targetId).toBe(events[0]?.sessionId);
  });

  it("is for people who are signed in", async () => {
    await expect(signOut(harness.anonymous())).rejects.toMatchObject({ code: "AUTH_SIGN_IN_REQUIRED" });
  });
});
