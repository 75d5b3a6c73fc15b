import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { watchClock } from "@/server/keeper/watch-clock";
import { restoreSession } from "@/server/services/broker-sessions/restore-session";
import { raiseNotice } from "@/server/services/notices/raise-notice";
import { systemContext } from "@/server/services/system-context";
import type { Storage } from "@/server/storage/storage";
import { buildLoginAttempt } from "@/test/builders";
import { connectKept, type KeptConnection } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

const HOUR_MS = 3_600_000;
let install: TestInstall;
let kept: KeptConnection;
let storage: Storage;
beforeEach(async () => {
  install = await createTestInstall();
  storage = install.services.storage;
  kept = await connectKept(install, "hana");
});
afterEach(() => install.close());

const ctx = () => systemContext(install.services);
const inSeconds = (seconds: number) => new Date(install.clock.now().getTime() + seconds * 1000);
const exchanges = () => kept.grants("refresh_token").length;
async function session() {
  const row = await storage.brokerSessions.byId(kept.sessionId);
  if (row === null) throw new Error("the session is gone");
  return row;
}

/** The clock is set back by an hour, and the keeper's watch has seen both times. */
async function setBack(): Promise<void> {
  const round = watchClock();
  await round(ctx());
  install.clock.advance(-HOUR_MS);
  await round(ctx());
}

describe("after the clock went back", () => {
  it("the lease of a process that died in an exchange is over after its length", async () => {
    const { id } = await session();
    await storage.brokerSessions.takeLease(id, "killed", inSeconds(0), inSeconds(20));
    await storage.brokerSessions.markExchange(id, "killed", inSeconds(0), inSeconds(60));
    await setBack();
    expect(await storage.brokerSessions.takeLease(id, "next", inSeconds(0), inSeconds(20))).toBe(false);
    expect(await session()).toMatchObject({ leaseToken: "killed", keepAt: inSeconds(0) });
    install.clock.advance(20_000);
    await install.keep();
    expect(exchanges()).toBe(1);
    expect(await kept.row()).toMatchObject({ status: "connected", health: "ok" });
  });

  it("the lease of a holder that lives stays its own", async () => {
    const { id } = await session();
    await storage.brokerSessions.takeLease(id, "alive", inSeconds(0), inSeconds(20));
    await setBack();
    install.clock.advance(7000);
    expect(await storage.brokerSessions.prolongLease(id, "alive", inSeconds(20))).toBe(true);
    install.clock.advance(19_000);
    expect(await storage.brokerSessions.takeLease(id, "next", inSeconds(0), inSeconds(20))).toBe(false);
  });

  it("a pause after a failure is over, and the days of failure stay", async () => {
    const fault = install.sandbox.control.addFault({ kind: "status", status: 503, method: "GET" });
    await restoreSession(ctx(), await kept.row());
    expect(await kept.row()).toMatchObject({ health: "degraded", failedDays: 1 });
    install.sandbox.control.removeFault(fault.id);
    await setBack();
    expect(await kept.row()).toMatchObject({ nextAttemptAt: inSeconds(0), failedDays: 1 });
    await install.keep();
    expect(await kept.row()).toMatchObject({ health: "ok", failedDays: 0, nextAttemptAt: null });
  });

  it("a day of failure that has not come counts as today", async () => {
    const { version } = await kept.row();
    const ahead = { lastFailedDay: "2026-03-03", failedDays: 2, lastFailureAt: inSeconds(HOUR_MS) };
    await storage.connections.update(kept.id, version, { ...ahead, autoLoginAt: inSeconds(600) });
    await setBack();
    const now = inSeconds(0);
    expect(await kept.row()).toMatchObject({
      lastFailedDay: "2026-03-02",
      failedDays: 2,
      lastFailureAt: now,
      nextAttemptAt: null,
      autoLoginAt: now,
    });
  });

  it("a login in mid-call is its holder's for the length of a lease, and one that waits is polled", async () => {
    const of = { connectionId: kept.id, ownerId: kept.owner.id, startedAt: inSeconds(0) };
    const called = buildLoginAttempt({ ...of, leaseToken: "killed", leaseUntil: inSeconds(30) });
    const waits = buildLoginAttempt({
      ...of,
      step: "waiting_for_person",
      pollAt: inSeconds(5),
      deadlineAt: inSeconds(360),
    });
    await storage.loginAttempts.create(called);
    await storage.loginAttempts.create(waits);
    await setBack();
    expect(await storage.loginAttempts.byId(called.id)).toMatchObject({ leaseUntil: inSeconds(30) });
    expect(await storage.loginAttempts.byId(waits.id)).toMatchObject({
      startedAt: inSeconds(0),
      pollAt: inSeconds(0),
      deadlineAt: inSeconds(360),
    });
  });

  it("a notice that was about to be sent is sent", async () => {
    const caller = await install.callerOf(kept.owner);
    const target = { kind: "webhook" as const, url: "https://hook.example.com/" };
    const kinds = ["needs_person" as const];
    await caller.notices.addChannel({ label: "Hook", target, kinds, quietHours: null });
    const raise = async (dedupeKey: string) => {
      const deadlineAt = null;
      const connection = await kept.row();
      await storage.transaction((tx) =>
        raiseNotice(ctx(), tx, connection, { kind: "needs_person", deadlineAt, dedupeKey }),
      );
      const [due] = await storage.noticeDeliveries.due(inSeconds(0), 5);
      if (due === undefined) throw new Error("nothing is due");
      return due;
    };
    const due = await raise("first");
    await storage.noticeDeliveries.takeLease(due, "killed", inSeconds(120));
    await setBack();
    expect(await storage.noticeDeliveries.nextDue()).toEqual(inSeconds(120));
    expect(await storage.noticeDeliveries.byId(due.id)).toMatchObject({ nextAttemptAt: inSeconds(0) });
    expect(install.logLines.some((line) => line.includes("the clock went back"))).toBe(true);
  });

  it("what lies ahead by right is left alone, and nothing is looked for while time goes on", async () => {
    await storage.brokerSessions.takeLease(kept.sessionId, "alive", inSeconds(0), inSeconds(20));
    const before = [await session(), await kept.row()];
    const round = watchClock();
    await round(ctx());
    expect([await session(), await kept.row()]).toEqual(before);
    expect(install.logLines.some((line) => line.includes("the clock went back"))).toBe(false);
    install.clock.advance(5000);
    const unread = new Proxy(storage, {
      get: () => {
        throw new Error("storage was asked");
      },
    });
    expect(await round({ ...ctx(), storage: unread })).toBeNull();
  });
});
