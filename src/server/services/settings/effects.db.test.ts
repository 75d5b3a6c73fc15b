import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { endLeftSessions } from "@/server/services/broker-sessions/end-left-sessions";
import { addConnection } from "@/server/services/connections/add-connection";
import { disconnect } from "@/server/services/connections/disconnect";
import { driveLogins } from "@/server/services/connections/drive-logins";
import { getConnection } from "@/server/services/connections/get-connection";
import { startLogin } from "@/server/services/connections/start-login";
import type { ServiceContext, ServiceSettings } from "@/server/services/service-context";
import { exportSession } from "@/server/services/session-files/export-session";
import { importSession } from "@/server/services/session-files/import-session";
import { changeSettings } from "@/server/services/settings/change-settings";
import { followSettings } from "@/server/services/settings/follow-settings";
import { systemContext } from "@/server/services/system-context";
import { brokerCalls } from "@/server/services/upstream/broker-calls";
import { flushCallTrail, noteCall } from "@/server/services/upstream/call-trail";
import { serviceSettingsOf } from "@/server/settings/service-settings";
import { auditQuerySchema } from "@/shared/schemas/audit";
import { Secret } from "@/shared/secret";
import { SETTING_NAMES, type SettingName, settingOf } from "@/shared/settings/settings";
import { createTestInstall, type TestInstall } from "@/test/test-install";
import { testLiveSettings } from "@/test/test-settings";

let install: TestInstall;
let base: ServiceContext;

beforeEach(async () => {
  install = await createTestInstall({ settings: { breaker: { failures: 1000, openSeconds: 30 } } });
  base = await install.contextOf(await install.addPerson({ roles: ["user", "trader"] }));
});
afterEach(() => install.close());

const under = (settings: Partial<ServiceSettings>, ctx = base): ServiceContext => ({
  ...ctx,
  settings: { ...ctx.settings, ...settings },
});

async function connect(ctx: ServiceContext, person: string, label = person) {
  const { id: connectionId } = await addConnection(ctx, { broker: "robinhood", label, access: "read_only" });
  return login(ctx, connectionId, person);
}

async function login(ctx: ServiceContext, connectionId: string, person: string) {
  const credentials = { username: `${person}@example.com`, password: `not-a-real-password-${person}` };
  await startLogin(ctx, { connectionId, credentials, remember: false });
  return getConnection(ctx, { connectionId });
}

/** Of a session that reads: access, read-only and refresh token. */
const TOKENS = 3;
const revocations = () =>
  install.sandbox.control.requests().filter(({ path }) => path === "/oauth2/revoke_token/").length;

describe("ENABLE_MFA", () => {
  it("ends a session that the broker gave for the password alone, and says what to do", async () => {
    const strict = under({ requiresMfa: true });
    const refused = await connect(strict, "hana");
    expect(refused).toMatchObject({ status: "error", errorCode: "AUTH_MFA_REQUIRED" });
    expect(await base.storage.brokerSessions.byConnection(refused.id)).toBeNull();
    expect(revocations()).toBe(TOKENS);
    expect((await install.events()).at(-1)).toMatchObject({
      eventType: "LOGIN_FAILED",
      details: { code: "AUTH_MFA_REQUIRED" },
    });
    expect(await login(base, refused.id, "hana")).toMatchObject({ status: "connected" });
  });

  it("keeps what the broker asked a second factor for, and the known device's next session", async () => {
    const strict = under({ requiresMfa: true });
    const waiting = await connect(strict, "ada");
    expect(waiting.status).toBe("challenge");
    install.sandbox.control.act("ada", "approve");
    install.advance(5);
    await driveLogins(under({ requiresMfa: true }, systemContext(install.services)));
    expect(await getConnection(strict, { connectionId: waiting.id })).toMatchObject({ status: "connected" });
    expect((await base.storage.connections.byId(waiting.id))?.secondFactorAt).toEqual(install.clock.now());
    await disconnect(strict, { connectionId: waiting.id, forgetCredentials: false });
    expect(await login(strict, waiting.id, "ada")).toMatchObject({ status: "connected" });
  });

  it("takes no session from a file where none was ever asked for", async () => {
    const { id: connectionId } = await connect(base, "hana");
    const { bytes } = await exportSession(base, { connectionId, format: "pickle" });
    await expect(importSession(under({ requiresMfa: true }), { connectionId, bytes })).rejects.toMatchObject({
      code: "AUTH_MFA_REQUIRED",
    });
    expect(await importSession(base, { connectionId, bytes })).toMatchObject({ status: "connected" });
  });
});

describe("AUDIT_TRAIL", () => {
  const calls = async () => (await install.events()).filter(({ eventType }) => eventType === "API_CALL");

  it("notes every call to a broker without its content, in batches, for whoever acts", async () => {
    const ctx = under({ auditsCalls: true });
    const { id } = await connect(ctx, "hana");
    expect(await calls()).toEqual([]);
    await flushCallTrail(ctx);
    const noted = await calls();
    expect(noted.length).toBe(install.sandbox.control.requests({}).length);
    expect(noted[0]).toMatchObject({
      message: "Broker called",
      outcome: "success",
      targetId: id,
      user: base.actor.type === "user" ? base.actor.email : "",
      details: {
        broker: "robinhood",
        purpose: "login",
        method: "POST",
        route: "/oauth2/token/",
        status: 200,
        code: null,
      },
    });
    expect(JSON.stringify(noted)).not.toContain("not-a-real-password");
    await flushCallTrail(ctx);
    expect(await calls()).toHaveLength(noted.length);
  });

  it("notes failures with their status or code, and nothing where it is off", async () => {
    const ctx = under({ auditsCalls: true });
    const connection = await connect(base, "hana");
    await flushCallTrail(base);
    expect(await calls()).toEqual([]);
    const record = await base.storage.connections.byId(connection.id);
    const session = { ...connection, ...record };
    install.sandbox.control.addFault({ path: "/oauth2/token/", kind: "status", status: 503 });
    const input = {
      credentials: { username: new Secret("hana@example.com"), password: new Secret("hunter2") },
      deviceToken: new Secret("3f9a0c1d-77e2-05b8-c6d4-1a2b3c4d5e6f"),
      access: "read_only",
      sessionParams: { expiresInSeconds: 60, scope: "internal" },
    } as const;
    await expect(brokerCalls(ctx, session, "login").startLogin(input)).rejects.toThrow();
    await install.sandbox.close();
    await expect(brokerCalls(ctx, session, "login").startLogin(input)).rejects.toThrow();
    await flushCallTrail(ctx);
    expect(
      (await calls()).map(({ outcome, details }) => [outcome, details["status"], details["code"]]),
    ).toEqual([
      ["failure", 503, null],
      ["failure", null, "CONN_NETWORK_ERROR"],
    ]);
  });

  it("writes by itself when much waits, and keeps what can't be written", async () => {
    const lines = install.logLines.length;
    const { id } = await connect(base, "hana");
    const connection = await base.storage.connections.byId(id);
    const broken = {
      ...base.storage,
      transaction: () => Promise.reject(new Error("The database is away")),
    };
    const send = async (ctx: ServiceContext, count: number) => {
      const request = { method: "GET", route: "/x/", repeatable: true } as const;
      const call = {
        connection: connection ?? { id, broker: "robinhood" as const },
        kind: "read" as const,
        request,
      };
      for (let sent = 0; sent < count; sent += 1) {
        await noteCall(ctx, call, { kind: "reply", reply: { status: 200, headers: {} } }, base.clock.now());
      }
    };
    const ctx = under({ auditsCalls: true });
    await send({ ...ctx, storage: broken }, 200);
    expect(install.logLines.slice(lines).join()).toContain("calls to brokers are not in the audit log yet");
    await send(ctx, 1);
    const page = await base.storage.audit.search(
      auditQuerySchema.parse({ limit: 200, eventTypes: ["API_CALL"] }),
    );
    expect(page.events).toHaveLength(200);
    await flushCallTrail(ctx);
  });
});

describe("SESSION_CACHE_ENABLED", () => {
  it("false: the first process to start ends what an earlier run left, here and at the broker", async () => {
    const { id } = await connect(base, "hana");
    const system = systemContext(install.services);
    await endLeftSessions(system);
    expect((await getConnection(base, { connectionId: id })).status).toBe("connected");
    await endLeftSessions(under({ keepsSessions: false }, system));
    expect((await getConnection(base, { connectionId: id })).status).toBe("disconnected");
    expect(await base.storage.brokerSessions.byConnection(id)).toBeNull();
    expect(revocations()).toBe(TOKENS);
  });

  it("false: nothing is ended while another process is at work", async () => {
    const { id } = await connect(base, "hana");
    const now = install.clock.now();
    const other = { id: "other", kind: "web", host: "desk", pid: 1, version: "1", masterKeys: [] } as const;
    await base.storage.processRuns.put({
      ...other,
      settingsVersion: 0,
      startedAt: now,
      seenAt: now,
      endedAt: null,
    });
    const ctx = under({ keepsSessions: false }, systemContext(install.services));
    await endLeftSessions(ctx);
    expect((await getConnection(base, { connectionId: id })).status).toBe("connected");
    install.advance(61);
    await endLeftSessions(ctx);
    expect((await getConnection(base, { connectionId: id })).status).toBe("disconnected");
  });
});

it("asks the broker for a session of that life", async () => {
  const { id } = await connect(under({ brokerSessionSeconds: 7200 }), "hana");
  const session = await base.storage.brokerSessions.byConnection(id);
  const lifeMs = (session?.expiresAt.getTime() ?? 0) - install.clock.now().getTime();
  expect(lifeMs / 1000).toBe(7200);
});

it("what admins save is what services do, in every process after its next look", async () => {
  const admin = await install.contextOf(await install.addPerson({ roles: ["admin"] }));
  const elsewhere = { ...systemContext(install.services), liveSettings: testLiveSettings() };
  const names = SETTING_NAMES.filter((name) => settingOf(name).scope !== "operator");
  const changes = names.map((name) => ({ name, value: otherValueOf(name) }));
  await changeSettings(admin, { version: 0, changes });
  await followSettings(elsewhere);
  const { texts, values } = elsewhere.liveSettings.resolved;
  expect(changes.map(({ name }) => texts.get(name))).toEqual(changes.map(({ value }) => value));
  expect(serviceSettingsOf(values, "http://localhost:3000")).toMatchObject({
    brokerSessionSeconds: 60,
    apiTimeoutSeconds: 5,
    retry: { count: 0, delayMs: 0, backoff: "linear" },
    requestsPerMinute: 10,
    refreshThresholdSeconds: 30,
    maxSessions: 1,
    cleanupIntervalSeconds: 60,
    autoConnect: false,
    autoReconnect: true,
    keepsSessions: false,
    requiresMfa: true,
    auditsCalls: true,
    secureStorage: "env",
    passwords: { minLength: 8, complexity: "low" },
  });
});

/** A value that is good and, where there is another, not the default. */
function otherValueOf(name: SettingName): string {
  const { form, initially } = settingOf(name);
  switch (form.kind) {
    case "integer":
      return String(form.min);
    case "choice":
      return form.options.find((option) => option !== initially) ?? initially ?? "";
    case "switch":
      return initially === "true" ? "false" : "true";
    case "size":
      return "1MB";
    default:
      return name === "SESSION_FILE_PREFIX" ? "other-" : "/srv/other";
  }
}
