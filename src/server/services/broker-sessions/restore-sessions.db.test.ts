import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Broker } from "@/server/brokers/broker";
import { type Keeper, startKeeper } from "@/server/keeper/start-keeper";
import { restoreSessions } from "@/server/services/broker-sessions/restore-sessions";
import type { ServiceSettings, Services } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { eventually } from "@/test/eventually";
import { connectKept } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
beforeEach(async () => {
  install = await createTestInstall();
  // Half past nine in the evening in New York: nobody looks at accounts because of the hour.
  install.advance(12 * 3600);
});
afterEach(() => install.close());

const restore = (settings: Partial<ServiceSettings> = {}, others: Partial<Services> = {}) =>
  restoreSessions(
    systemContext({
      ...install.services,
      ...others,
      settings: { ...install.services.settings, ...settings },
    }),
  );

describe("at the start", () => {
  it("sessions are taken up by asking the broker whether they are good", async () => {
    const all = [await connectKept(install, "hana"), await connectKept(install, "noor")];
    install.sandbox.control.clearRequests();
    await restore();
    for (const kept of all) {
      expect(await kept.row()).toMatchObject({ status: "connected", health: "ok" });
      const event = (await install.events()).findLast(({ targetId }) => targetId === kept.sessionId);
      expect(event).toMatchObject({
        eventType: "SESSION_RESTORED",
        message: "Session restored from cache",
        user: kept.owner.email,
        interface: "system",
      });
    }
    expect(install.sandbox.control.requests({ grant: "password" })).toEqual([]);
    expect(install.sandbox.control.requests().length).toBeGreaterThanOrEqual(2);
  });

  it("a broker that is down leaves a connection degraded, and it is tried until it is back", async () => {
    const kept = await connectKept(install, "hana");
    const fault = install.sandbox.control.addFault({ kind: "status", status: 503, method: "GET" });
    await restore();
    expect(await kept.row()).toMatchObject({ status: "connected", health: "degraded" });
    const asked = () => install.sandbox.control.requests({ method: "GET" }).length;
    const before = asked();
    await install.keep();
    expect(asked()).toBe(before);
    install.advance(30);
    await install.keep();
    expect(asked()).toBeGreaterThan(before);
    expect(await kept.row()).toMatchObject({ status: "connected", health: "degraded" });
    install.sandbox.control.removeFault(fault.id);
    install.advance(900);
    await install.keep();
    expect(await kept.row()).toMatchObject({ status: "connected", health: "ok" });
    expect((await kept.eventTypes()).at(-1)).toBe("SESSION_RESTORED");
    const session = await install.services.storage.brokerSessions.byConnection(kept.id);
    expect(session?.keepAt).toEqual(new Date((session?.expiresAt.getTime() ?? 0) - 3_600_000));
  });

  it("what lost its session meanwhile is signed in again with what its person kept", async () => {
    const kept = await connectKept(install, "hana", { remember: true });
    install.sandbox.control.endSessions("hana");
    await restore();
    expect(await kept.row()).toMatchObject({ status: "connected", health: "ok" });
    expect(kept.grants("password")).toHaveLength(2);
    expect(await kept.eventTypes()).toContain("AUTO_LOGIN");
  });

  it("what failed for another reason waits for its person, unless AUTO_RECONNECT is on", async () => {
    const kept = await connectKept(install, "hana", { remember: true });
    await install.services.storage.brokerSessions.removeByConnection(kept.id);
    const { version } = await kept.row();
    await install.services.storage.connections.update(kept.id, version, {
      status: "error",
      errorCode: "CONN_TIMEOUT",
    });
    await restore();
    expect(kept.grants("password")).toHaveLength(1);
    await restore({ autoReconnect: true });
    expect(kept.grants("password")).toHaveLength(2);
    expect(await kept.row()).toMatchObject({ status: "connected" });
  });

  it("no more than five are asked for at a time, and nothing else waits for them", async () => {
    for (let count = 1; count <= 7; count += 1) {
      await connectKept(install, "hana");
    }
    const robinhood = install.services.brokers.robinhood;
    if (robinhood === undefined) throw new Error("the broker is not offered");
    const asked: (() => void)[] = [];
    const broker: Broker = {
      ...robinhood,
      through: (gate) => ({
        ...robinhood.through(gate),
        probe: () => new Promise((resolve) => asked.push(resolve)),
      }),
    };
    const work = startKeeper({ ...install.services, brokers: { robinhood: broker } });
    await eventually(() => expect(asked).toHaveLength(5));
    // Every loop has done its first round while the broker still thinks.
    await eventually(() => expect(install.clock.sleepers).toBe(work.loops));
    expect(asked).toHaveLength(5);
    const stopped = work.stop();
    for (const answer of asked) answer();
    await stopped;
    expect(asked).toHaveLength(5);
  });

  it("what was disconnected before its turn came is left alone", async () => {
    const kept = await connectKept(install, "hana");
    const { storage } = install.services;
    const { version } = await kept.row();
    const asked = install.sandbox.control.requests().length;
    await restore(
      {},
      {
        storage: {
          ...storage,
          connections: {
            ...storage.connections,
            toRestore: async () => {
              const rows = await storage.connections.toRestore();
              await storage.connections.update(kept.id, version, { status: "disconnected" });
              return rows;
            },
          },
        },
      },
    );
    expect(install.sandbox.control.requests()).toHaveLength(asked);
    await storage.connections.remove(kept.id);
    await restore();
  });

  it("an error of our own with one of them is logged and holds up no other", async () => {
    const kept = await connectKept(install, "hana", { remember: true });
    install.sandbox.control.endSessions("hana");
    await restore();
    // Signing in by itself happens once a day.
    install.advance(86_401);
    install.sandbox.control.endSessions("hana");
    const { cipher } = install.services;
    await restore({}, { cipher: { ...cipher, fingerprint: failing } });
    expect(await kept.row()).toMatchObject({ status: "expired" });
    expect(install.logLines.filter((line) => line.includes("no key"))).toHaveLength(1);
    await restore({}, { brokers: {} });
    expect(kept.grants("password")).toHaveLength(2);
  });
});

describe("the work in the background", () => {
  const settled = (work: Keeper) => eventually(() => expect(install.clock.sleepers).toBe(work.loops));

  it("takes sessions up, renews them in time, and stops", async () => {
    const kept = await connectKept(install, "hana");
    const work = startKeeper(install.services);
    await settled(work);
    await eventually(async () => expect(await kept.eventTypes()).toContain("SESSION_RESTORED"));
    install.advance(86_400 - 3600);
    await eventually(() => expect(kept.grants("refresh_token")).toHaveLength(1));
    await work.stop();
    expect(install.clock.sleepers).toBe(0);
    expect(install.logLines.filter((line) => line.includes('"level":"ERROR"'))).toEqual([]);
  });

  it("takes up nothing where AUTO_CONNECT is off, and tells of more sessions than allowed", async () => {
    const kept = await connectKept(install, "hana");
    install.sandbox.control.clearRequests();
    const settings = { ...install.services.settings, autoConnect: false, maxSessions: 0 };
    const work = startKeeper({ ...install.services, settings });
    await settled(work);
    await work.stop();
    expect(install.sandbox.control.requests()).toEqual([]);
    expect(await kept.row()).toMatchObject({ status: "connected" });
    const warning = install.logLines.find((line) => line.includes("MAX_SESSIONS"));
    expect(JSON.parse(warning ?? "{}")).toMatchObject({ userId: kept.owner.id, live: 1, maxSessions: 0 });
  });
});

function failing(): string {
  throw new Error("no key");
}
