import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PasswordHasher } from "@/server/secrets/password-hasher.port";
import { loadActor } from "@/server/services/app-sessions/load-actor";
import { tokenHash } from "@/server/services/app-sessions/random-token";
import { signIn } from "@/server/services/app-sessions/sign-in";
import type { ServiceContext } from "@/server/services/service-context";
import type { UserRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import { createServiceHarness, PASSWORD, type ServiceHarness } from "@/test/service-harness";

const EMAIL = "alice@example.com";
let harness: ServiceHarness;
let alice: UserRecord;

beforeEach(async () => {
  harness = await createServiceHarness();
  alice = await harness.person({
    id: "alice",
    email: EMAIL,
    roles: ["user", "trader", "admin"],
    isOwner: true,
  });
});
afterEach(() => harness.close());

const from = (ipAddress: string | null) => harness.anonymous({ ipAddress });
const trySignIn = (
  ctx: ServiceContext,
  password: string,
  email = EMAIL,
  deviceCookie: string | null = null,
) => signIn(ctx, { email, password, deviceCookie });
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "signed in",
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
const typesOf = async () => (await harness.events()).map((event) => event.eventType);

/** The hasher, noting what it is asked. */
function watched(hasher: PasswordHasher): { readonly hasher: PasswordHasher; readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    hasher: {
      hash: hasher.hash,
      verify: (hash, password) => {
        asked.push(hash === null ? "decoy" : "hash");
        return hasher.verify(hash, password);
      },
    },
  };
}

describe("signIn", () => {
  it("opens an app session whose token is nowhere in the database, and records it", async () => {
    const ctx = harness.anonymous();
    const signedIn = await trySignIn(ctx, PASSWORD, " Alice@Example.com ");
    const id = tokenHash(signedIn.sessionToken);
    expect(signedIn.userId).toBe("alice");
    expect(signedIn.sessionToken.reveal()).toMatch(/^[\w-]{43}$/);
    expect(await harness.services.storage.appSessions.byId(id)).toMatchObject({
      userId: "alice",
      ipAddress: "192.0.2.10",
      userAgent: "Test browser",
      expiresAt: new Date(harness.clock.now().getTime() + 86_400_000),
    });
    expect(await harness.services.storage.appSessions.byId(signedIn.sessionToken.reveal())).toBeNull();
    const [event] = await harness.events();
    expect(event).toMatchObject({
      eventType: "SIGN_IN",
      outcome: "success",
      user: EMAIL,
      userId: "alice",
      targetId: "alice",
      sessionId: id,
      ipAddress: "192.0.2.10",
      requestId: "request-1",
      details: { knownBrowser: false },
    });
    expect(await loadActor(harness.services, signedIn.sessionToken)).toMatchObject({
      type: "user",
      userId: "alice",
      roles: ["user", "trader", "admin"],
      appSessionId: id,
    });
  });

  it("answers alike, after the same work, whatever is wrong", async () => {
    await harness.person({ email: "gone@example.com", disabledAt: harness.clock.now() });
    const { hasher, asked } = watched(harness.services.passwords);
    const ctx = { ...harness.anonymous(), passwords: hasher };
    const attempts = [
      ["nobody@example.com", PASSWORD],
      [EMAIL, "wrong password"],
      ["gone@example.com", PASSWORD],
      ["gone@example.com", "wrong password"],
      ["hunter2-typed-here", PASSWORD],
    ] as const;
    for (const [email, password] of attempts) {
      const failed = trySignIn(ctx, password, email);
      await expect(failed).rejects.toMatchObject({
        code: "AUTH_INVALID_CREDENTIALS",
        message: "Invalid username or password",
      });
    }
    expect(asked).toEqual(["decoy", "hash", "hash", "hash", "decoy"]);
    const events = await harness.events();
    expect(events.map(({ eventType, user, details }) => [eventType, user, details["reason"]])).toEqual([
      ["SIGN_IN_FAILED", "nobody@example.com", "unknown_email"],
      ["SIGN_IN_FAILED", EMAIL, "wrong_password"],
      ["SIGN_IN_FAILED", "gone@example.com", "disabled"],
      ["SIGN_IN_FAILED", "gone@example.com", "wrong_password"],
      ["SIGN_IN_FAILED", "(not an e-mail address)", "unknown_email"],
    ]);
    expect(JSON.stringify(events)).not.toContain("hunter2");
  });

  it("lets nobody in who was disabled while the password was being checked", async () => {
    const slow: PasswordHasher = {
      hash: harness.services.passwords.hash,
      verify: async (hash, password) => {
        await harness.services.storage.users.update("alice", { disabledAt: harness.clock.now() });
        return harness.services.passwords.verify(hash, password);
      },
    };
    expect(await codeOf(trySignIn({ ...harness.anonymous(), passwords: slow }, PASSWORD))).toBe(
      "AUTH_INVALID_CREDENTIALS",
    );
    expect(await typesOf()).toEqual(["SIGN_IN_FAILED"]);
  });

  it("counts no failure when the server was too busy to check", async () => {
    const busy: PasswordHasher = {
      hash: harness.services.passwords.hash,
      verify: async () => {
        throw new AppError("AUTH_RATE_LIMITED", undefined, { retryAfterSeconds: 2 });
      },
    };
    for (let turn = 0; turn < 8; turn += 1) {
      expect(await codeOf(trySignIn({ ...harness.anonymous(), passwords: busy }, PASSWORD))).toBe(
        "AUTH_RATE_LIMITED",
      );
    }
    expect(await codeOf(trySignIn(harness.anonymous(), PASSWORD))).toBe("signed in");
  });
});

describe("throttling of sign-ins", () => {
  it("makes an unknown browser wait after five failures, and says how long", async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      expect(await codeOf(trySignIn(from(`192.0.2.${turn}`), "wrong password"))).toBe(
        "AUTH_INVALID_CREDENTIALS",
      );
    }
    await expect(trySignIn(from("192.0.2.99"), PASSWORD)).rejects.toMatchObject({
      code: "AUTH_RATE_LIMITED",
      retryAfterSeconds: 30,
    });
    harness.clock.advance(29_500);
    await expect(trySignIn(from("192.0.2.99"), PASSWORD)).rejects.toMatchObject({ retryAfterSeconds: 1 });
    harness.clock.advance(500);
    expect(await codeOf(trySignIn(from("192.0.2.99"), PASSWORD))).toBe("signed in");
    expect(await codeOf(trySignIn(from("192.0.2.99"), "wrong password"))).toBe("AUTH_INVALID_CREDENTIALS");
    const events = await harness.events();
    const throttled = events.filter((event) => event.eventType === "SIGN_IN_THROTTLED");
    expect(throttled).toMatchObject([
      { outcome: "denied", user: EMAIL, details: { by: "account", seconds: 30 } },
    ]);
  });

  it("treats an e-mail that nobody has in the same way", async () => {
    const codes: unknown[] = [];
    for (let turn = 0; turn < 7; turn += 1) {
      codes.push(await codeOf(trySignIn(from(`192.0.2.${turn}`), "wrong password", "nobody@example.com")));
    }
    expect(codes).toEqual([
      ...Array.from({ length: 5 }, () => "AUTH_INVALID_CREDENTIALS"),
      "AUTH_RATE_LIMITED",
      "AUTH_RATE_LIMITED",
    ]);
  });

  it("lets the owner's own browser in while others hammer on the account", async () => {
    const { deviceCookie } = await trySignIn(from("203.0.113.7"), PASSWORD);
    for (let turn = 0; turn < 30; turn += 1) {
      await codeOf(trySignIn(from(`192.0.2.${turn}`), "wrong password"));
      harness.clock.advance(10_000);
    }
    expect(await codeOf(trySignIn(from("203.0.113.8"), PASSWORD))).toBe("AUTH_RATE_LIMITED");
    expect(await codeOf(trySignIn(from("203.0.113.7"), PASSWORD, EMAIL, deviceCookie))).toBe("signed in");
    expect(await codeOf(trySignIn(from("203.0.113.8"), PASSWORD))).toBe("AUTH_RATE_LIMITED");
    const last = (await harness.events()).findLast((event) => event.eventType === "SIGN_IN");
    expect(last?.details).toEqual({ knownBrowser: true });
  });

  it("counts a known browser too, but only against itself", async () => {
    const { deviceCookie } = await trySignIn(from("203.0.113.7"), PASSWORD);
    for (let turn = 0; turn < 5; turn += 1) {
      await codeOf(trySignIn(from("203.0.113.7"), "wrong password", EMAIL, deviceCookie));
    }
    expect(await codeOf(trySignIn(from("203.0.113.7"), PASSWORD, EMAIL, deviceCookie))).toBe(
      "AUTH_RATE_LIMITED",
    );
    expect(await codeOf(trySignIn(from("203.0.113.7"), PASSWORD))).toBe("signed in");
  });

  it("counts an address over all accounts, an IPv6 network as one, and unknown addresses together", async () => {
    const networks = [(turn: number) => `2001:db8:0:7::${turn + 1}`, () => null] as const;
    for (const address of networks) {
      for (let turn = 0; turn < 10; turn += 1) {
        const email = `nobody-${turn}-${String(address(0))}@example.com`.replaceAll(":", "");
        expect(await codeOf(trySignIn(from(address(turn)), "wrong password", email))).toBe(
          "AUTH_INVALID_CREDENTIALS",
        );
      }
      expect(await codeOf(trySignIn(from(address(11)), PASSWORD))).toBe("AUTH_RATE_LIMITED");
    }
    expect(await codeOf(trySignIn(from("2001:db8:0:8::1"), PASSWORD))).toBe("signed in");
  });

  it("does not wear out an office where everybody signs in well", async () => {
    for (let turn = 0; turn < 15; turn += 1) {
      expect(await codeOf(trySignIn(from("203.0.113.7"), PASSWORD))).toBe("signed in");
    }
  });

  it("counts a hundred tries at once as a hundred", async () => {
    const codes = await Promise.all(
      Array.from({ length: 40 }, (_, turn) => codeOf(trySignIn(from(`192.0.2.${turn}`), "wrong password"))),
    );
    expect(codes.filter((code) => code === "AUTH_INVALID_CREDENTIALS")).toHaveLength(5);
    expect(codes.filter((code) => code === "AUTH_RATE_LIMITED")).toHaveLength(35);
    expect((await typesOf()).filter((type) => type === "SIGN_IN_THROTTLED")).toHaveLength(1);
  });

  it("leaves nothing of passwords or tokens in the log or the audit log", async () => {
    const { sessionToken, deviceCookie } = await trySignIn(harness.anonymous(), PASSWORD);
    await codeOf(trySignIn(harness.anonymous(), "wrong canary password"));
    const written = `${JSON.stringify(await harness.events())}${harness.logLines.join("")}`;
    for (const secret of [
      PASSWORD,
      "wrong canary password",
      sessionToken.reveal(),
      deviceCookie,
      alice.passwordHash,
    ]) {
      expect(written).not.toContain(secret);
    }
  });
});
