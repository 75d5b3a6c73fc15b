import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keepSessions } from "@/server/services/broker-sessions/keep-sessions";
import { validateSession } from "@/server/services/broker-sessions/validate-session";
import { autoLogin } from "@/server/services/connections/auto-login";
import { storeCredential } from "@/server/services/connections/stored-credential";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { Secret } from "@/shared/secret";
import { connectKept, type KeptConnection, secondProcess } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

const DAY = 86_400;
const settings = { autoReconnect: true, maxSessions: 50 };
let install: TestInstall;
let other: TestInstall;

beforeAll(async () => {
  install = await createTestInstall({ settings });
  other = await secondProcess(install, { settings });
});
afterAll(async () => {
  await other.close();
  await install.close();
});
// Connections of earlier tests would be kept along, and they have the same logins.
const made: string[] = [];
afterEach(async () => {
  for (const id of made.splice(0)) {
    await install.services.storage.connections.remove(id);
  }
});
beforeEach(() => {
  install.sandbox.control.reset();
  install.sandbox.control.clock.set(install.clock.now());
  other.clock.advance(install.clock.now().getTime() - other.clock.now().getTime());
});

function advance(seconds: number): void {
  install.advance(seconds);
  other.clock.advance(seconds * 1000);
}

/** A connection whose session the broker has ended, as work in the background finds out. */
async function lost(who: string, options: { remember?: boolean; by?: TestInstall } = {}) {
  const kept = await connectKept(install, who, { remember: options.remember ?? true });
  made.push(kept.id);
  install.sandbox.control.endSessions(who);
  const ctx = systemContext((options.by ?? install).services);
  await expect(validateSession(ctx, await kept.row())).rejects.toThrow();
  expect(await kept.row()).toMatchObject({ status: "expired", health: "needs_person" });
  install.sandbox.control.clearRequests();
  return kept;
}

async function heldBackBy(kept: KeptConnection): Promise<unknown> {
  const [last] = await install.services.storage.flightRecords.pageOf(kept.id, 1, null, ["keeper"]);
  return last?.details["heldBackBy"] ?? null;
}

const guardKeyOf = (who: string) =>
  install.services.cipher.fingerprint("login-guard", `robinhood:${who}@example.com`);

describe("a lost session", () => {
  it("is replaced with stored credentials, once, whatever the number of processes", async () => {
    const kept = await lost("hana");
    expect((await kept.row()).nextAttemptAt).toEqual(install.clock.now());
    await Promise.all([install.keep(), other.keep(), install.keep(), other.keep()]);
    expect(kept.grants("password")).toHaveLength(1);
    expect(await kept.row()).toMatchObject({
      status: "connected",
      health: "ok",
      nextAttemptAt: null,
      autoLoginAt: install.clock.now(),
    });
    expect(await kept.notices()).toEqual(["needs_person", "connected_again"]);
    const events = (await install.events()).filter(({ targetId }) => targetId === kept.id);
    const [auto, started, login] = events.slice(-3);
    expect([auto, started, login].map((event) => event?.eventType)).toEqual([
      "AUTO_LOGIN",
      "LOGIN_STARTED",
      "LOGIN_VIA_DEVICE_TOKEN",
    ]);
    for (const event of [auto, started, login]) {
      expect(event).toMatchObject({ user: kept.owner.email, interface: "system" });
    }
  });

  it("is replaced again when the new one is lost, but not before the next day", async () => {
    const kept = await lost("hana");
    await install.keep();
    install.sandbox.control.endSessions("hana");
    const caller = await install.callerOf(kept.owner);
    await expect(caller.connections.check({ connectionId: kept.id })).rejects.toThrow();
    await install.keep();
    expect(await heldBackBy(kept)).toBe("tried_today");
    expect(kept.grants("password")).toHaveLength(1);
    advance(DAY);
    await install.keep();
    expect(kept.grants("password")).toHaveLength(2);
    expect(await kept.row()).toMatchObject({ status: "connected" });
  });

  it("waits for its person where AUTO_RECONNECT is off", async () => {
    const off = await secondProcess(install, { settings: { autoReconnect: false } });
    off.clock.advance(install.clock.now().getTime() - off.clock.now().getTime());
    const kept = await lost("hana", { by: off });
    expect((await kept.row()).nextAttemptAt).toBeNull();
    await off.keep();
    // A plan from before it was turned off is dropped.
    const { version } = await kept.row();
    await install.services.storage.connections.update(kept.id, version, {
      nextAttemptAt: install.clock.now(),
    });
    await off.keep();
    expect((await kept.row()).nextAttemptAt).toBeNull();
    expect(kept.grants("password")).toHaveLength(0);
    await off.close();
  });

  it("waits for its person when they chose to keep nothing, or disconnected", async () => {
    const kept = await lost("hana", { remember: false });
    await install.keep();
    expect(await heldBackBy(kept)).toBe("credentials_incomplete");
    expect((await kept.row()).nextAttemptAt).toBeNull();

    const left = await lost("otto");
    await (await install.callerOf(left.owner)).connections.disconnect({
      connectionId: left.id,
      forgetCredentials: false,
    });
    await install.keep();
    expect([...kept.grants("password"), ...left.grants("password")]).toEqual([]);
    expect(await left.row()).toMatchObject({ status: "disconnected", nextAttemptAt: null });
  });
});

describe("a sign-in without the person", () => {
  it("that the broker refuses is never made again", async () => {
    const kept = await lost("hana");
    const { storage } = install.services;
    await storeCredential(
      install.services,
      storage,
      await kept.row(),
      "password",
      new Secret("not-this-one"),
    );
    await install.keep();
    expect(await kept.row()).toMatchObject({ errorCode: "AUTH_INVALID_CREDENTIALS", nextAttemptAt: null });
    for (const seconds of [60, 3600, DAY, 3 * DAY]) {
      advance(seconds);
      await install.keep();
      await autoLogin(systemContext(install.services), await kept.row());
    }
    expect(kept.grants("password")).toHaveLength(1);
    expect(await heldBackBy(kept)).toBe("reason_needs_person");
    // Nor through another connection with the same login.
    const twin = await lost("hana");
    await storage.loginGuards.put({
      key: guardKeyOf("hana"),
      failures: 1,
      notBefore: install.clock.now(),
      updatedAt: install.clock.now(),
    });
    await install.keep();
    expect(await heldBackBy(twin)).toBe("login_refused_before");
    expect(twin.grants("password")).toHaveLength(0);
    await storage.loginGuards.remove(guardKeyOf("hana"));
  });

  it("is never made with a password that was refused while the session still served", async () => {
    const kept = await connectKept(install, "hana", { remember: true });
    made.push(kept.id);
    install.sandbox.control.clearRequests();
    const { storage } = install.services;
    const { version } = await kept.row();
    const refused = { health: "needs_person", errorCode: "AUTH_INVALID_CREDENTIALS" } as const;
    await storage.connections.update(kept.id, version, { ...refused, updatedAt: install.clock.now() });
    install.sandbox.control.endSessions("hana");
    await expect(validateSession(systemContext(install.services), await kept.row())).rejects.toThrow();
    expect(await kept.row()).toMatchObject({ status: "expired", ...refused, nextAttemptAt: null });
    await autoLogin(systemContext(install.services), await kept.row());
    expect(kept.grants("password")).toHaveLength(0);
  });

  it("never goes against the login guard, and is made when that is over", async () => {
    const kept = await lost("hana");
    const notBefore = new Date(install.clock.now().getTime() + 600_000);
    await install.services.storage.loginGuards.put({
      key: guardKeyOf("hana"),
      failures: 0,
      notBefore,
      updatedAt: install.clock.now(),
    });
    await install.keep();
    expect(kept.grants("password")).toHaveLength(0);
    expect((await kept.row()).nextAttemptAt).toEqual(notBefore);
    advance(600);
    await install.keep();
    expect(kept.grants("password")).toHaveLength(1);
    expect(await kept.row()).toMatchObject({ status: "connected" });
  });

  it("that asks for a proof waits for the person, who is told; unanswered, it is the last", async () => {
    const kept = await lost("hana");
    install.sandbox.control.setKnobs({ approval: "prompt", alwaysAsk: true });
    const passing = setInterval(() => install.clock.advance(200), 5);
    await install.keep().finally(() => clearInterval(passing));
    expect(await kept.row()).toMatchObject({ status: "challenge", nextAction: "approve_on_phone" });
    expect(await kept.notices()).toEqual(["needs_person", "needs_person"]);
    advance(3600);
    await install.drive();
    expect(await kept.row()).toMatchObject({ errorCode: "AUTH_CHALLENGE_EXPIRED", nextAttemptAt: null });
    advance(2 * DAY);
    await install.keep();
    expect(kept.grants("password")).toHaveLength(1);
  });

  it("that the network foils is tried again the next day", async () => {
    const kept = await lost("hana");
    install.sandbox.control.addFault({ kind: "status", status: 503, path: "/oauth2/token/", count: 1 });
    await install.keep();
    const row = await kept.row();
    expect(row).toMatchObject({ status: "error", errorCode: "CONN_BROKER_UNAVAILABLE" });
    expect(row.nextAttemptAt?.getTime()).toBe((row.autoLoginAt?.getTime() ?? 0) + DAY * 1000);
    advance(DAY - 60);
    await install.keep();
    expect(kept.grants("password")).toHaveLength(1);
    advance(60);
    await install.keep();
    expect(kept.grants("password")).toHaveLength(2);
    expect(await kept.row()).toMatchObject({ status: "connected" });
  });

  it("is not made beyond MAX_SESSIONS, but when there is a place again", async () => {
    const kept = await lost("hana");
    const full = { ...install.services, settings: { ...install.services.settings, maxSessions: 0 } };
    await autoLogin(systemContext(full), await kept.row());
    expect(await heldBackBy(kept)).toBe("API_SESSION_LIMIT");
    expect(kept.grants("password")).toHaveLength(0);
    advance(3600);
    await install.keep();
    expect(await kept.row()).toMatchObject({ status: "connected" });
  });
});

describe("stored credentials stay where they are", () => {
  type Change = (kept: KeptConnection, ctx: ServiceContext) => Promise<ServiceContext>;
  const changes: readonly [string, Change][] = [
    ["broker_not_offered", async (_kept, ctx) => ({ ...ctx, brokers: {} })],
    [
      "other_hosts",
      async (kept, ctx) => {
        const { version } = await kept.row();
        await ctx.storage.connections.update(kept.id, version, { hosts: "elsewhere.example" });
        return ctx;
      },
    ],
    [
      "member_disabled",
      async (kept, ctx) => {
        await ctx.storage.users.update(kept.owner.id, { disabledAt: ctx.clock.now() });
        return ctx;
      },
    ],
    [
      "session_kept",
      async (kept, ctx) => {
        await ctx.storage.brokerSessions.update(kept.sessionId, { status: "active" });
        return ctx;
      },
    ],
    [
      "credentials_unreadable",
      async (kept, ctx) => {
        const password = await ctx.storage.credentials.get(kept.id, "password");
        if (password === null) {
          throw new Error("nothing is stored");
        }
        await ctx.storage.credentials.put({ ...password, ciphertext: `${password.ciphertext}x` });
        return ctx;
      },
    ],
  ];

  it.each(changes)("for the reason %s", async (reason, change) => {
    const kept = await lost("hana");
    const ctx = await change(kept, systemContext(install.services));
    await autoLogin(ctx, await kept.row());
    expect(await heldBackBy(kept)).toBe(reason);
    expect(kept.grants("password")).toHaveLength(0);
    expect((await kept.row()).nextAttemptAt).toBeNull();
  });

  it("when the connection moved since it was read", async () => {
    const kept = await lost("hana");
    const seen = await kept.row();
    await (await install.callerOf(kept.owner)).connections.change({ connectionId: kept.id, label: "New" });
    await autoLogin(systemContext(install.services), seen);
    expect(kept.grants("password")).toHaveLength(0);
    await install.keep();
    expect(kept.grants("password")).toHaveLength(1);
  });

  it("for an hour when it fails on our side, which is logged", async () => {
    const kept = await lost("hana");
    const ctx = { ...install.services, cipher: { ...install.services.cipher, fingerprint: failing } };
    const before = install.logLines.length;
    await keepSessions(systemContext(ctx));
    expect(install.logLines.slice(before).join("\n")).toContain("no key");
    expect((await kept.row()).nextAttemptAt).toEqual(new Date(install.clock.now().getTime() + 3_600_000));
    expect(kept.grants("password")).toHaveLength(0);
  });
});

function failing(): string {
  throw new Error("no key");
}
