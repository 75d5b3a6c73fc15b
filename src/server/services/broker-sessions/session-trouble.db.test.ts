import { describe, expect, it } from "vitest";
import { refreshSession } from "@/server/services/broker-sessions/refresh-session";
import { restoreSession } from "@/server/services/broker-sessions/restore-session";
import { withBrokerSession } from "@/server/services/broker-sessions/with-broker-session";
import { startLogin } from "@/server/services/connections/start-login";
import type { ServiceContext } from "@/server/services/service-context";
import { DAY_SECONDS, LOGIN, sessionStage } from "@/test/session-stage";

const stage = sessionStage();
const { connection, session, refresh, exchanges, failExchanges, attempts, events, failOnDays } = stage;
const read = async () =>
  withBrokerSession(stage.ctx, await connection(), (calls, secrets) => calls.probe(secrets));
const flights = async (kind: string) =>
  (await stage.ctx.storage.flightRecords.pageOf(stage.connectionId, 50, null)).filter(
    (line) => line.kind === kind,
  );

describe("the broker's trouble with a renewal", () => {
  it("leaves the connection degraded, counts the day and plans the next try", async () => {
    failExchanges({ kind: "status", status: 503, count: 2 });
    const now = stage.install.clock.now();
    await expect(refresh()).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE" });
    const row = await connection();
    expect(row).toMatchObject({
      status: "connected",
      health: "degraded",
      errorCode: "CONN_BROKER_UNAVAILABLE",
      failedDays: 1,
      lastFailureAt: now,
    });
    const pauseMs = (row.nextAttemptAt?.getTime() ?? 0) - now.getTime();
    expect(pauseMs).toBeGreaterThanOrEqual(24_000);
    expect(pauseMs).toBeLessThanOrEqual(30_000);
    expect(await session()).toMatchObject({ keepAt: row.nextAttemptAt, leaseToken: null, leaseUntil: null });
    expect((await session()).exchangePendingAt).toEqual(now);
    expect(await attempts()).toMatchObject([
      {
        kind: "refresh",
        trigger: "keeper",
        outcome: "failed",
        step: "token_refresh",
        errorCode: "CONN_BROKER_UNAVAILABLE",
      },
    ]);
    await expect(refresh()).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE" });
    expect((await connection()).failedDays).toBe(1);
    // A success clears it all.
    await refresh();
    expect(await connection()).toMatchObject({
      health: "ok",
      errorCode: null,
      failedDays: 0,
      lastFailedDay: null,
      nextAttemptAt: null,
    });
    expect((await session()).exchangePendingAt).toBeNull();
    expect((await flights("refresh_began")).map(({ details }) => details["answerLost"])).toEqual([
      true,
      true,
      false,
    ]);
    expect((await flights("refresh_ended")).map(({ details }) => details["outcome"])).toEqual([
      "succeeded",
      "failed",
      "failed",
    ]);
  });

  it("obeys a longer Retry-After, and leaves no marker where the broker answered", async () => {
    failExchanges({ kind: "status", status: 429, retryAfterSeconds: 1800, count: 1 });
    await expect(refresh()).rejects.toMatchObject({ code: "AUTH_RATE_LIMITED" });
    const row = await connection();
    expect(row.nextAttemptAt).toEqual(new Date(stage.install.clock.now().getTime() + 1_800_000));
    expect((await session()).exchangePendingAt).toBeNull();
  });

  it("keeps an earlier marker until the broker has spoken about the token", async () => {
    failExchanges({ kind: "reset-before", count: 1 });
    await expect(refresh()).rejects.toMatchObject({ code: "CONN_NETWORK_ERROR" });
    failExchanges({ kind: "status", status: 429, count: 1 });
    await expect(refresh()).rejects.toMatchObject({ code: "AUTH_RATE_LIMITED" });
    expect((await session()).exchangePendingAt).not.toBeNull();
    stage.install.sandbox.control.endSessions("hana");
    await expect(refresh()).rejects.toMatchObject({ code: "AUTH_REFRESH_ANSWER_LOST" });
  });

  it("holds calls back while its pause lasts, but not those with a live token", async () => {
    failExchanges({ kind: "status", status: 503, count: 1 });
    await expect(refresh()).rejects.toThrow();
    await expect(refresh("call")).rejects.toMatchObject({
      code: "CONN_BROKER_UNAVAILABLE",
      retryAfterSeconds: expect.any(Number),
    });
    expect(exchanges()).toBe(1);
    await read();
    stage.install.advance(30);
    await refresh("call");
    expect(await connection()).toMatchObject({ health: "ok", nextAttemptAt: null, failedDays: 0 });
  });

  it("is not over because a read goes well: its days are counted until it is renewed or given up", async () => {
    stage.install.sandbox.control.setKnobs({ tokenLifeSeconds: 30 * DAY_SECONDS });
    await refresh();
    failExchanges({ kind: "status", status: 503 });
    for (let day = 1; day <= 3; day += 1) {
      await expect(refresh()).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE" });
      const failed = await connection();
      expect(failed).toMatchObject({ health: "degraded", failedDays: day });
      await read();
      expect(await connection()).toEqual(failed);
      stage.install.advance(DAY_SECONDS);
    }
    const late = await connection();
    await expect(refresh()).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE" });
    expect(await connection()).toMatchObject({ status: "error", nextAction: "try_again", failedDays: 4 });
    // Nor does a call that began before it was given up take it up again.
    await withBrokerSession(stage.ctx, late, (calls, secrets) => calls.probe(secrets));
    expect(await connection()).toMatchObject({ status: "error", failedDays: 4 });
  });

  it("is told apart from the trouble of reads, which a good one ends", async () => {
    stage.install.sandbox.control.addFault({ kind: "status", status: 503, method: "GET", count: 20 });
    await restoreSession(stage.ctx, await connection());
    expect(await connection()).toMatchObject({ health: "degraded", failedDays: 1 });
    stage.install.sandbox.control.clearFaults();
    await read();
    expect(await connection()).toMatchObject({ health: "ok", failedDays: 0, nextAttemptAt: null });
  });

  it("is given up on the fourth day, with the session kept", async () => {
    await failOnDays(4);
    expect(await connection()).toMatchObject({
      status: "error",
      health: "needs_person",
      nextAction: "try_again",
      failedDays: 4,
      nextAttemptAt: null,
    });
    expect(await session()).toMatchObject({ status: "active", keepAt: null });
    expect((await events()).at(-1)).toBe("SESSION_GIVEN_UP");
  });

  it("is no trouble of the session's when the token is refused with 400, and is when it is 403", async () => {
    failExchanges({ kind: "status", status: 403, count: 1 });
    await expect(refresh()).rejects.toMatchObject({ code: "AUTH_LOGIN_REFUSED" });
    expect(await connection()).toMatchObject({ health: "degraded" });
    failExchanges({ kind: "status", status: 400, count: 1 });
    await expect(refresh()).rejects.toMatchObject({ code: "AUTH_SESSION_EXPIRED" });
    expect(await connection()).toMatchObject({ status: "connected", health: "needs_person" });
  });
});

describe("a refused renewal", () => {
  it("leaves a good token in use, and a good call does not hide it", async () => {
    stage.install.sandbox.control.setKnobs({ workflowOnRefresh: true });
    await expect(refresh()).rejects.toMatchObject({ code: "AUTH_SESSION_EXPIRED" });
    await read();
    expect(await connection()).toMatchObject({
      status: "connected",
      health: "needs_person",
      nextAction: "sign_in_again",
    });
    const row = await session();
    expect(row.refreshable).toBe(false);
    expect(row.keepAt?.getTime()).toBeLessThanOrEqual(row.expiresAt.getTime());
    await expect(refresh("person")).rejects.toMatchObject({ code: "API_CONFLICT" });
    expect(exchanges()).toBe(1);
  });

  it("of a token that ran out ends the session", async () => {
    stage.install.advance(DAY_SECONDS + 1);
    stage.install.sandbox.control.endSessions("hana");
    await expect(refresh()).rejects.toMatchObject({ code: "AUTH_SESSION_EXPIRED" });
    expect(await connection()).toMatchObject({ status: "expired", nextAction: "sign_in_again" });
    expect(await session()).toMatchObject({ status: "expired", keepAt: null });
    await expect(refresh()).rejects.toMatchObject({ code: "AUTH_SESSION_EXPIRED" });
    expect(exchanges()).toBe(1);
  });

  it("that the keeper met is the end for a call whose token was refused too", async () => {
    const row = await session();
    stage.install.sandbox.control.endSessions("hana");
    const both = await Promise.allSettled([refresh("keeper"), read()]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await connection()).toMatchObject({ status: "expired" });
    expect(exchanges()).toBe(1);
    expect((await stage.ctx.storage.brokerSessions.byId(row.id))?.status).toBe("expired");
  });
});

describe("a call", () => {
  it("takes the tokens of a new login where its own were refused", async () => {
    stage.install.sandbox.control.setKnobs({ workflowOnRefresh: true });
    await expect(refresh()).rejects.toMatchObject({ code: "AUTH_SESSION_EXPIRED" });
    stage.install.sandbox.control.resetKnobs();
    const old = await session();
    let calls = 0;
    await withBrokerSession(stage.ctx, await connection(), async (broker, secrets) => {
      calls += 1;
      if (calls === 1) {
        await startLogin(stage.ctx, {
          connectionId: stage.connectionId,
          credentials: LOGIN,
          remember: false,
        });
        stage.install.sandbox.control.addFault({ kind: "status", status: 401, method: "GET", count: 1 });
      }
      await broker.probe(secrets);
    });
    expect(calls).toBe(2);
    expect((await session()).id).not.toBe(old.id);
    expect(await connection()).toMatchObject({ status: "connected", health: "ok" });
    expect(exchanges()).toBe(1);
  });

  it("takes the tokens that another process just got, without a refresh of its own", async () => {
    let calls = 0;
    await withBrokerSession(stage.ctx, await connection(), async (broker, secrets) => {
      calls += 1;
      if (calls === 1) {
        await refresh();
        stage.install.sandbox.control.addFault({ kind: "status", status: 401, method: "GET", count: 1 });
      }
      await broker.probe(secrets);
    });
    expect(calls).toBe(2);
    expect(exchanges()).toBe(1);
    expect(await connection()).toMatchObject({ status: "connected", health: "ok" });
  });

  it("is not the end of a session when the broker forbids it", async () => {
    stage.install.sandbox.control.addFault({ kind: "status", status: 403, method: "GET", count: 1 });
    await expect(read()).rejects.toMatchObject({ code: "API_PERMISSION_DENIED" });
    expect(await connection()).toMatchObject({ status: "connected", health: "ok" });
    expect(exchanges()).toBe(0);
  });

  it("says that the session is gone when it was ended meanwhile", async () => {
    const seen = await session();
    const before = await connection();
    await stage.ctx.storage.brokerSessions.removeByConnection(stage.connectionId);
    await expect(refreshSession(stage.ctx, before, seen, "call")).rejects.toMatchObject({
      code: "API_CONFLICT",
    });
  });
});

describe("a renewal that another process is at", () => {
  /** Another process takes the lease, and prolongs it for ever. */
  async function occupy(): Promise<() => void> {
    const { id } = await session();
    const take = () => {
      const now = stage.install.clock.now();
      return stage.ctx.storage.brokerSessions.takeLease(
        id,
        "other",
        now,
        new Date(now.getTime() + 1_000_000),
      );
    };
    await take();
    const ticking = setInterval(() => stage.install.clock.advance(5000), 5);
    return () => clearInterval(ticking);
  }

  it("is not waited for without end: good tokens serve on, refused ones time out", async () => {
    const free = await occupy();
    try {
      expect(await refresh("keeper")).toMatchObject({ credentialVersion: 1 });
      await expect(refresh("call")).rejects.toMatchObject({ code: "CONN_TIMEOUT" });
    } finally {
      free();
    }
    expect(exchanges()).toBe(0);
    expect((await flights("wait")).map(({ details }) => details["reason"])).toEqual(["lease", "lease"]);
  });

  it("that comes too late writes nothing: neither over newer tokens nor over a failure", async () => {
    for (const fault of [null, { kind: "status", status: 503, count: 1 }]) {
      const { id, credentialVersion } = await session();
      if (fault !== null) {
        failExchanges(fault);
      }
      const { brokerSessions } = stage.ctx.storage;
      const stolen: ServiceContext = {
        ...stage.ctx,
        storage: {
          ...stage.ctx.storage,
          brokerSessions: {
            ...brokerSessions,
            // The lease lapses between the marker and the answer, and another process is done before this one.
            markExchange: async (...given) => {
              const marked = await brokerSessions.markExchange(...given);
              const row = await session();
              const now = new Date(stage.install.clock.now().getTime() + 60_000);
              await brokerSessions.takeLease(id, "faster", now, now);
              const { ciphertext, expiresAt, hardExpiresAt, lastActivityAt, issuedAt, keepAt } = row;
              await brokerSessions.commitExchange(id, credentialVersion, {
                ciphertext,
                expiresAt,
                hardExpiresAt,
                lastActivityAt,
                issuedAt,
                keepAt,
                refreshable: true,
              });
              return marked;
            },
          },
        },
      };
      const ticking = setInterval(() => stage.install.clock.advance(100), 5);
      const before = await session();
      const after = await refreshSession(stolen, await connection(), before, "keeper").finally(() =>
        clearInterval(ticking),
      );
      expect(after).toMatchObject({
        credentialVersion: credentialVersion + 1,
        ciphertext: before.ciphertext,
      });
      expect(await connection()).toMatchObject({ health: "ok", failedDays: 0 });
    }
    expect((await flights("lease_lost")).length).toBe(2);
    expect(await attempts()).toEqual([]);
  });
});

describe("taking up a session after a start", () => {
  it("asks the broker and writes it once", async () => {
    await restoreSession(stage.ctx, await connection());
    expect((await events()).filter((type) => type === "SESSION_RESTORED")).toHaveLength(1);
    expect(await attempts()).toMatchObject([{ kind: "restore", trigger: "keeper", outcome: "succeeded" }]);
    expect(await flights("restore_ended")).toHaveLength(1);
    expect(exchanges()).toBe(0);
  });

  it("renews where the token ran out meanwhile", async () => {
    stage.install.advance(DAY_SECONDS + 1);
    await restoreSession(stage.ctx, await connection());
    expect(exchanges()).toBe(1);
    expect(await attempts()).toMatchObject([{ kind: "restore", outcome: "succeeded" }]);
  });

  it("tells the broker's trouble by the health, and plans the next try once", async () => {
    stage.install.sandbox.control.addFault({ kind: "status", status: 503, method: "GET", count: 2 });
    await restoreSession(stage.ctx, await connection());
    const row = await connection();
    expect(row).toMatchObject({ status: "connected", health: "degraded", failedDays: 1 });
    expect((await session()).keepAt).toEqual(row.nextAttemptAt);
    await restoreSession(stage.ctx, row);
    expect((await connection()).nextAttemptAt).toEqual(row.nextAttemptAt);
    expect((await events()).includes("SESSION_RESTORED")).toBe(false);
    await restoreSession(stage.ctx, await connection());
    expect(await connection()).toMatchObject({ health: "ok", failedDays: 0 });
  });

  it("does nothing without a session, or for a connection that was removed meanwhile", async () => {
    const row = await connection();
    await restoreSession(stage.ctx, { ...row, status: "disconnected" });
    expect(await attempts()).toEqual([]);
    const gone: ServiceContext = {
      ...stage.ctx,
      storage: {
        ...stage.ctx.storage,
        transaction: async (work) => {
          await stage.ctx.storage.connections.remove(stage.connectionId);
          return stage.ctx.storage.transaction(work);
        },
      },
    };
    await restoreSession(gone, row);
    await restoreSession(stage.ctx, row);
    expect(await stage.ctx.storage.connections.byId(stage.connectionId)).toBeNull();
  });

  it("does not hide an error of our own", async () => {
    const broken: ServiceContext = {
      ...stage.ctx,
      storage: {
        ...stage.ctx.storage,
        dataKeys: stage.ctx.storage.dataKeys,
        flightRecords: stage.ctx.storage.flightRecords,
        brokerSessions: {
          ...stage.ctx.storage.brokerSessions,
          byConnection: async () => ({ ...(await session()), exchangePendingAt: stage.install.clock.now() }),
          takeLease: async () => {
            throw new TypeError("not a function");
          },
        },
      },
    };
    await expect(restoreSession(broken, await connection())).rejects.toBeInstanceOf(TypeError);
  });
});
