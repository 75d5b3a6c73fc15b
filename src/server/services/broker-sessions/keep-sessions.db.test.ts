import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keepSession } from "@/server/services/broker-sessions/keep-session";
import { keepSessions } from "@/server/services/broker-sessions/keep-sessions";
import { addConnection } from "@/server/services/connections/add-connection";
import { startLogin } from "@/server/services/connections/start-login";
import { systemContext } from "@/server/services/system-context";
import { serviceSettingsOf } from "@/server/settings/service-settings";
import type { BrokerSessionRecord } from "@/server/storage/records";
import type { Storage } from "@/server/storage/storage";
import { connectKept, secondProcess } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";
import { testLiveSettings } from "@/test/test-settings";

const DAY = 86_400;
const settings = { brokerSessionSeconds: 3 * DAY, maxSessions: 50 };
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
beforeEach(async () => {
  // What earlier tests left is nothing to this one.
  for (const { id } of await install.services.storage.brokerSessions.keepDue(new Date("2100-01-01"), 1000)) {
    await install.services.storage.brokerSessions.update(id, { keepAt: null });
  }
  install.sandbox.control.reset();
  install.sandbox.control.clock.set(install.clock.now());
  other.clock.advance(install.clock.now().getTime() - other.clock.now().getTime());
});

function advance(seconds: number): void {
  install.advance(seconds);
  other.clock.advance(seconds * 1000);
}

async function sessionOf(id: string): Promise<BrokerSessionRecord> {
  const session = await install.services.storage.brokerSessions.byConnection(id);
  if (session === null) {
    throw new Error("there is no session");
  }
  return session;
}

/** The session serves until it ends, as after a refused renewal. */
async function makeUnrenewable(id: string): Promise<BrokerSessionRecord> {
  const session = await sessionOf(id);
  await install.services.storage.brokerSessions.update(session.id, {
    refreshable: false,
    keepAt: install.clock.now(),
  });
  return session;
}

describe("the keeper ends", () => {
  it("in time what a broker that renews nothing gave, although a refresh token came with it", async () => {
    const robinhood = install.services.brokers.robinhood;
    if (robinhood === undefined) throw new Error("the broker is not offered");
    const upkeep = { refreshAheadSeconds: null, keepAliveSeconds: null };
    const brokers = { robinhood: { ...robinhood, description: { ...robinhood.description, upkeep } } };
    const ctx = { ...(await install.contextOf(await install.addPerson())), brokers };
    const { id } = await addConnection(ctx, { broker: "robinhood", label: "hana", access: "read_only" });
    const credentials = { username: "hana@example.com", password: "not-a-real-password-hana" };
    await startLogin(ctx, { connectionId: id, credentials, remember: false });
    const { refreshable, expiresAt, keepAt } = await sessionOf(id);
    expect(refreshable).toBe(false);
    expect(keepAt).toEqual(new Date(expiresAt.getTime() - DAY * 1000));
    advance(3 * DAY + 1);
    await keepSessions(systemContext(ctx));
    expect(await ctx.storage.connections.byId(id)).toMatchObject({
      status: "expired",
      nextAction: "sign_in_again",
    });
  });
});

describe("the keeper renews", () => {
  it("tokens ahead of their end, without anybody's asking", async () => {
    const kept = await connectKept(install, "hana");
    const { expiresAt } = await sessionOf(kept.id);
    expect(await install.keep()).toEqual(new Date(expiresAt.getTime() - 3_600_000));
    advance(3 * DAY - 3601);
    await install.keep();
    expect(kept.grants("refresh_token")).toHaveLength(0);
    advance(1);
    const next = await install.keep();
    expect(kept.grants("refresh_token")).toHaveLength(1);
    expect(next?.getTime()).toBeGreaterThan(install.clock.now().getTime() + 2 * DAY * 1000);
    const event = (await install.events()).findLast(({ eventType }) => eventType === "SESSION_REFRESHED");
    expect(event).toMatchObject({ user: kept.owner.email, interface: "system", targetId: kept.sessionId });
    await install.keep();
    expect(kept.grants("refresh_token")).toHaveLength(1);
  });

  it.each([
    ["60", 3600],
    ["3600", 3600],
    ["7200", 7200],
    ["28800", 28_800],
  ])(
    "as far ahead as SESSION_REFRESH_THRESHOLD says (%s s), or the broker's %i s",
    async (threshold, ahead) => {
      const variables = { SESSION_REFRESH_THRESHOLD: threshold, SESSION_TIMEOUT: String(DAY) };
      const own = await createTestInstall({
        settings: serviceSettingsOf(testLiveSettings(variables).resolved.values, ""),
      });
      const kept = await connectKept(own, "hana");
      const session = await own.services.storage.brokerSessions.byConnection(kept.id);
      const dueAt = (session?.expiresAt.getTime() ?? 0) - ahead * 1000;
      own.advance((dueAt - own.clock.now().getTime()) / 1000 - 1);
      expect(await own.keep()).toEqual(new Date(dueAt));
      expect(kept.grants("refresh_token")).toHaveLength(0);
      own.advance(1);
      await own.keep();
      expect(kept.grants("refresh_token")).toHaveLength(1);
      expect(await kept.eventTypes()).toContain("SESSION_REFRESHED");
      await own.close();
    },
  );

  it("once, whatever the number of processes", async () => {
    const kept = await connectKept(install, "hana");
    advance(3 * DAY - 3600);
    await Promise.all([install.keep(), other.keep(), install.keep(), other.keep()]);
    expect(kept.grants("refresh_token")).toHaveLength(1);
    expect((await kept.eventTypes()).filter((type) => type === "SESSION_REFRESHED")).toHaveLength(1);
  });

  it("again after a pause while the broker has trouble, and each act is one flight", async () => {
    const kept = await connectKept(install, "hana");
    install.sandbox.control.addFault({ kind: "status", status: 503, path: "/oauth2/token/", count: 1 });
    advance(3 * DAY - 3600);
    const next = await install.keep();
    expect(await kept.row()).toMatchObject({ status: "connected", health: "degraded" });
    expect((await kept.row()).nextAttemptAt).toEqual(next);
    await install.keep();
    expect(kept.grants("refresh_token")).toHaveLength(1);
    advance(31);
    await install.keep();
    expect(await kept.row()).toMatchObject({ status: "connected", health: "ok", nextAttemptAt: null });
    const flights = await install.services.storage.flightRecords.pageOf(kept.id, 100, null);
    const decided = flights.filter(({ kind }) => kind === "keeper");
    expect(decided.map(({ details }) => details)).toEqual([{ task: "refresh" }, { task: "refresh" }]);
    expect(new Set(decided.map(({ flightId }) => flightId)).size).toBe(2);
    const [last] = decided;
    const together = flights.filter(({ flightId }) => flightId === last?.flightId).map(({ kind }) => kind);
    expect(together).toEqual(expect.arrayContaining(["keeper", "call", "state"]));
  });

  it("what a process that died in an exchange left, without a restart of anything", async () => {
    const kept = await connectKept(install, "hana");
    const { brokerSessions } = install.services.storage;
    const now = install.clock.now();
    const until = new Date(now.getTime() + 20_000);
    expect(await brokerSessions.takeLease(kept.sessionId, "dead", now, until)).toBe(true);
    const lookAt = new Date(now.getTime() + 60_000);
    expect(await brokerSessions.markExchange(kept.sessionId, "dead", now, lookAt)).toBe(true);
    advance(59);
    await install.keep();
    expect(kept.grants("refresh_token")).toHaveLength(0);
    advance(1);
    await other.keep();
    expect(kept.grants("refresh_token")).toHaveLength(1);
    expect(await sessionOf(kept.id)).toMatchObject({ exchangePendingAt: null, leaseToken: null });
    expect(await kept.eventTypes()).toContain("SESSION_RESTORED");
  });

  it("and finds out when the trouble that a read met is over, though nobody reads again", async () => {
    const kept = await connectKept(install, "hana");
    const caller = await install.callerOf(kept.owner);
    install.sandbox.control.addFault({ kind: "status", status: 503, method: "GET", count: 1 });
    await expect(caller.connections.check({ connectionId: kept.id })).rejects.toThrow();
    expect(await kept.row()).toMatchObject({ status: "connected", health: "degraded" });
    advance(30);
    await install.keep();
    expect(await kept.row()).toMatchObject({ status: "connected", health: "ok" });
  });

  it("nothing that was refused: the person is told in time, and the session ends when it ends", async () => {
    const kept = await connectKept(install, "hana");
    install.sandbox.control.setKnobs({ workflowOnRefresh: true });
    advance(3 * DAY - 3600);
    await install.keep();
    expect(await kept.row()).toMatchObject({ status: "connected", health: "needs_person" });
    expect(await kept.notices()).toEqual(["needs_person", "deadline_ahead"]);
    advance(3599);
    await install.keep();
    expect(await kept.row()).toMatchObject({ status: "connected" });
    advance(1);
    await install.keep();
    expect(await kept.row()).toMatchObject({ status: "expired", errorCode: "AUTH_SESSION_EXPIRED" });
    expect(kept.grants("refresh_token")).toHaveLength(1);
    expect((await sessionOf(kept.id)).keepAt).toBeNull();
  });
});

describe("the keeper tells of a deadline", () => {
  it("24 hours and 1 hour ahead, once each, whatever the number of processes", async () => {
    const kept = await connectKept(install, "hana");
    await makeUnrenewable(kept.id);
    const rounds = async () => {
      await Promise.all([install.keep(), other.keep(), other.keep(), install.keep()]);
      return (await kept.notices()).length;
    };
    const told: number[] = [];
    for (const seconds of [0, 2 * DAY - 1, 1, 60, DAY - 3660 - 1, 1, 60]) {
      advance(seconds);
      told.push(await rounds());
    }
    expect(told).toEqual([0, 0, 1, 1, 1, 2, 2]);
    expect(await kept.notices()).toEqual(["deadline_ahead", "deadline_ahead"]);
    const { expiresAt, deadlineNoticed } = await sessionOf(kept.id);
    expect(deadlineNoticed).toBe(3600);
    const [notice] = await install.services.storage.notices.listOf(kept.owner.id, 1, null);
    expect(notice).toMatchObject({ deadlineAt: expiresAt, connectionId: kept.id });
  });

  it("even while the broker's trouble makes it wait, and asks the broker nothing then", async () => {
    const kept = await connectKept(install, "hana");
    await makeUnrenewable(kept.id);
    advance(2 * DAY);
    const row = await kept.row();
    await install.services.storage.connections.update(kept.id, row.version, {
      health: "degraded",
      nextAttemptAt: new Date(install.clock.now().getTime() + 600_000),
    });
    install.sandbox.control.clearRequests();
    await install.keep();
    expect(await kept.notices()).toEqual(["deadline_ahead"]);
    expect(install.sandbox.control.requests()).toEqual([]);
    expect((await sessionOf(kept.id)).keepAt).toEqual(new Date(install.clock.now().getTime() + 600_000));
  });

  it("not when it had come that near before the person signed in", async () => {
    const kept = await connectKept(install, "otto");
    await makeUnrenewable(kept.id);
    await install.keep();
    expect(await kept.notices()).toEqual([]);
    expect((await sessionOf(kept.id)).deadlineNoticed).toBe(3600);
  });
});

describe("the keeper leaves alone", () => {
  async function dueNow(id: string): Promise<BrokerSessionRecord> {
    await install.services.storage.brokerSessions.update((await sessionOf(id)).id, {
      keepAt: install.clock.now(),
    });
    install.sandbox.control.clearRequests();
    return sessionOf(id);
  }
  const expectLeft = async (id: string, seconds: number) => {
    expect(install.sandbox.control.requests()).toEqual([]);
    const { keepAt } = await sessionOf(id);
    expect(keepAt).toEqual(new Date(install.clock.now().getTime() + seconds * 1000));
  };

  it("a session of other hosts, for an hour", async () => {
    const kept = await connectKept(install, "hana");
    const { version } = await kept.row();
    await install.services.storage.connections.update(kept.id, version, { hosts: "elsewhere.example" });
    await dueNow(kept.id);
    await install.keep();
    await expectLeft(kept.id, 3600);
  });

  it("a session of a broker that this install does not offer, for an hour", async () => {
    const kept = await connectKept(install, "hana");
    await dueNow(kept.id);
    await keepSessions(systemContext({ ...install.services, brokers: {} }));
    await expectLeft(kept.id, 3600);
  });

  it("a connection that was given up, for a day", async () => {
    const kept = await connectKept(install, "hana");
    const { version } = await kept.row();
    await install.services.storage.connections.update(kept.id, version, { status: "error" });
    await dueNow(kept.id);
    await install.keep();
    await expectLeft(kept.id, DAY);
  });

  it("what another process has claimed, and what has nothing due", async () => {
    const kept = await connectKept(install, "hana");
    const seen = await dueNow(kept.id);
    await install.services.storage.brokerSessions.update(seen.id, { keepAt: null });
    await keepSession(systemContext(install.services), seen);
    await keepSession(systemContext(install.services), { ...seen, keepAt: null });
    expect((await sessionOf(kept.id)).keepAt).toBeNull();
  });

  it("what is not begun when the server stops", async () => {
    const kept = await connectKept(install, "hana");
    const { keepAt } = await dueNow(kept.id);
    await keepSessions(systemContext(install.services), AbortSignal.abort());
    expect((await sessionOf(kept.id)).keepAt).toEqual(keepAt);
  });
});

it("costs two reads when there is nothing to do", async () => {
  await connectKept(install, "hana");
  const asked: string[] = [];
  const storage = noting(install.services.storage, asked);
  expect(await keepSessions(systemContext({ ...install.services, storage }))).not.toBeNull();
  expect(asked).toEqual(["brokerSessions.nextKeepDue", "connections.nextAttemptDue"]);
});

/** The same storage, with a note of each call of the two stores that the keeper looks at. */
function noting(storage: Storage, asked: string[]): Storage {
  const note = <T extends object>(name: string, store: T): T =>
    new Proxy(store, {
      get: (target, method, receiver) => {
        asked.push(`${name}.${String(method)}`);
        return Reflect.get(target, method, receiver);
      },
    });
  return {
    ...storage,
    brokerSessions: note("brokerSessions", storage.brokerSessions),
    connections: note("connections", storage.connections),
    transaction: () => Promise.reject(new Error("nothing is to be written")),
  };
}
