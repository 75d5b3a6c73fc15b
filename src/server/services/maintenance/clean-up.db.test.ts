import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cleanUp, cleanUpRounds } from "@/server/services/maintenance/clean-up";
import { systemContext } from "@/server/services/system-context";
import { buildApiToken, buildSessionLease } from "@/test/bot-builders";
import { buildBrokerSession, buildCachedReply, buildConnection, buildLoginAttempt } from "@/test/builders";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

const DAY_MS = 86_400_000;
let harness: ServiceHarness;
beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());

const daysAgo = (days: number) => new Date(harness.clock.now().getTime() - days * DAY_MS);

async function connectionIn(status: "connected" | "expired" | "error") {
  const owner = await harness.person();
  const connection = buildConnection({ ownerId: owner.id, status });
  await harness.services.storage.connections.create(connection);
  return { connectionId: connection.id, ownerId: owner.id };
}

describe("cleaning up", () => {
  it("returns when it is to be done again, and logs only what it removed", async () => {
    const round = cleanUpRounds();
    const at = (cleanupIntervalSeconds: number) => {
      const ctx = systemContext(harness.services);
      return round({ ...ctx, settings: { ...ctx.settings, cleanupIntervalSeconds } });
    };
    const beganAt = harness.clock.now();
    const secondsLater = (seconds: number) => new Date(beganAt.getTime() + seconds * 1000);
    expect(await at(3600)).toEqual(secondsLater(3600));
    harness.clock.advance(60_000);
    // Not due yet; an interval that was made shorter in between counts at once.
    expect(await at(3600)).toEqual(secondsLater(3600));
    expect(await at(60)).toEqual(secondsLater(120));
    expect(harness.logLines).toEqual([]);
  });

  it("removes what is over for long enough, and nothing younger or unfinished", async () => {
    const { storage } = harness.services;
    const of = await connectionIn("connected");
    const old = buildLoginAttempt({ ...of, startedAt: daysAgo(91), endedAt: daysAgo(91), outcome: "failed" });
    const young = buildLoginAttempt({
      ...of,
      startedAt: daysAgo(89),
      endedAt: daysAgo(89),
      outcome: "failed",
    });
    const open = buildLoginAttempt({ ...of, startedAt: daysAgo(91) });
    for (const attempt of [old, young, open]) {
      await storage.loginAttempts.create(attempt);
    }
    for (const days of [91, 89]) {
      await storage.sessionAttempts.create({
        id: `attempt-${days}`,
        connectionId: of.connectionId,
        kind: "refresh",
        trigger: "keeper",
        startedAt: daysAgo(days),
        endedAt: daysAgo(days),
        outcome: "failed",
        step: null,
        errorCode: null,
      });
    }
    for (const days of [15, 13]) {
      await storage.flightRecords.append({
        connectionId: of.connectionId,
        at: daysAgo(days),
        kind: "keeper",
        flightId: "flight",
        process: "test",
        details: { days },
      });
    }
    for (const days of [181, 179]) {
      await storage.notices.create({
        id: `notice-${days}`,
        ownerId: of.ownerId,
        kind: "needs_person",
        connectionId: of.connectionId,
        label: "x",
        broker: "robinhood",
        errorCode: null,
        nextAction: null,
        deadlineAt: null,
        dedupeKey: `key-${days}`,
        createdAt: daysAgo(days),
        readAt: null,
        resolvedAt: null,
      });
    }
    for (const days of [31, 29]) {
      const reply = buildCachedReply({ ...of, kind: `orders ${days}`, fetchedAt: daysAgo(days) });
      await storage.cachedReplies.put(reply);
    }
    for (const hours of [2, 0.5]) {
      const updatedAt = daysAgo(hours / 24);
      await storage.requestWindows.put({ connectionId: `window-${hours}`, sentAt: [1], updatedAt });
    }
    for (const [key, days, blockedDays] of [
      ["old", 2, 2],
      ["young", 0.5, 0.5],
      ["blocked", 2, -1],
    ] as const) {
      await storage.loginGuards.put({
        key,
        failures: 1,
        notBefore: daysAgo(blockedDays),
        updatedAt: daysAgo(days),
      });
      await storage.throttles.put({
        key,
        failures: 1,
        windowStartedAt: daysAgo(days),
        blockedUntil: daysAgo(blockedDays),
      });
    }

    for (const days of [31, 29]) {
      const ended = { ownerId: of.ownerId, createdAt: daysAgo(100) };
      await storage.apiTokens.create(
        buildApiToken({ ...ended, id: `expired-${days}`, expiresAt: daysAgo(days) }),
      );
      await storage.apiTokens.create(
        buildApiToken({ ...ended, id: `revoked-${days}`, expiresAt: daysAgo(-1), revokedAt: daysAgo(days) }),
      );
      const lease = buildSessionLease({ ...of, id: `lease-${days}`, expiresAt: daysAgo(days) });
      await storage.sessionLeases.create(lease);
    }
    for (const hours of [25, 23]) {
      await storage.idempotencyKeys.add({
        tokenId: "expired-29",
        key: `${hours} hours`,
        claim: "claim",
        requestHash: "hash",
        answer: null,
        createdAt: daysAgo(hours / 24),
      });
    }
    await storage.tokenWindows.take("expired-29", daysAgo(2 / 24), 5, 5);
    await storage.tokenWindows.take("revoked-29", daysAgo(0.5 / 24), 5, 5);

    await cleanUp(systemContext(harness.services));

    const tokens = await storage.apiTokens.listOf(of.ownerId);
    expect(tokens.map(({ id }) => id).toSorted()).toEqual(["expired-29", "revoked-29"]);
    expect(await storage.sessionLeases.ofOwner(of.ownerId, "lease-31")).toBeNull();
    expect(await storage.sessionLeases.ofOwner(of.ownerId, "lease-29")).not.toBeNull();
    expect(await storage.idempotencyKeys.get("expired-29", "25 hours")).toBeNull();
    expect(await storage.idempotencyKeys.get("expired-29", "23 hours")).not.toBeNull();
    // A window that is left holds what was taken of it.
    expect(await storage.tokenWindows.take("expired-29", daysAgo(2 / 24), 5, 5)).toMatchObject({ places: 5 });
    expect(await storage.tokenWindows.take("revoked-29", daysAgo(0.5 / 24), 5, 5)).toMatchObject({
      places: 0,
    });
    const attempts = await storage.loginAttempts.recentOf(of.connectionId, 10);
    expect(attempts.map(({ id }) => id).toSorted()).toEqual([young.id, open.id].toSorted());
    const kept = await storage.sessionAttempts.recentOf(of.connectionId, 10);
    expect(kept.map(({ id }) => id)).toEqual(["attempt-89"]);
    const flights = await storage.flightRecords.pageOf(of.connectionId, 10, null);
    expect(flights.map(({ details }) => details)).toEqual([{ days: 13 }]);
    const notices = await storage.notices.listOf(of.ownerId, 10, null);
    expect(notices.map(({ id }) => id)).toEqual(["notice-179"]);
    expect(await storage.cachedReplies.get(of.connectionId, "orders 31")).toBeNull();
    expect(await storage.cachedReplies.get(of.connectionId, "orders 29")).not.toBeNull();
    expect(await storage.requestWindows.get("window-2")).toBeNull();
    expect(await storage.requestWindows.get("window-0.5")).not.toBeNull();
    expect(await storage.loginGuards.get("old")).toBeNull();
    expect(await storage.loginGuards.get("young")).not.toBeNull();
    expect(await storage.loginGuards.get("blocked")).not.toBeNull();
    const throttles = await storage.throttles.get(["old", "young", "blocked"]);
    expect(throttles.map(({ key }) => key).toSorted()).toEqual(["blocked", "young"]);
    expect(harness.logLines.at(-1)).toContain("old rows were removed");
    // A second process does no harm.
    await cleanUp(systemContext(harness.services));
  });

  it("removes sessions that are past saving, not those that may be saved", async () => {
    const { brokerSessions } = harness.services.storage;
    const lost = await connectionIn("expired");
    const givenUp = await connectionIn("error");
    const live = await connectionIn("connected");
    await brokerSessions.create(buildBrokerSession({ ...lost, status: "expired" }));
    await brokerSessions.create(buildBrokerSession({ ...givenUp, status: "active" }));
    await brokerSessions.create(buildBrokerSession({ ...live, status: "expired" }));
    await cleanUp(systemContext(harness.services));
    expect(await brokerSessions.byConnection(lost.connectionId)).toBeNull();
    expect(await brokerSessions.byConnection(givenUp.connectionId)).not.toBeNull();
    expect(await brokerSessions.byConnection(live.connectionId)).not.toBeNull();
  });
});
