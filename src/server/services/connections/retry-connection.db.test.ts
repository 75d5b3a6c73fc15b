import { describe, expect, it } from "vitest";
import { addConnection } from "@/server/services/connections/add-connection";
import { retryConnection } from "@/server/services/connections/retry-connection";
import type { ServiceContext } from "@/server/services/service-context";
import { eventually } from "@/test/eventually";
import { DAY_SECONDS, sessionStage } from "@/test/session-stage";

const stage = sessionStage();
const { connection, session, refresh, exchanges, failExchanges, attempts, events, failOnDays } = stage;

describe("trying again by hand", () => {
  const retry = () => retryConnection(stage.ctx, { connectionId: stage.connectionId });

  it("asks the broker where nothing is due, and mends what was degraded", async () => {
    failExchanges({ kind: "status", status: 503, count: 1 });
    await expect(refresh()).rejects.toThrow();
    stage.install.advance(1);
    // The marker of the lost answer makes it due.
    expect(await retry()).toMatchObject({ status: "connected", health: "ok" });
    expect(exchanges()).toBe(2);
    stage.install.advance(1);
    expect(await retry()).toMatchObject({ status: "connected", health: "ok" });
    expect(exchanges()).toBe(2);
    expect((await attempts()).slice(0, 2)).toMatchObject([
      { kind: "retry", trigger: "person", outcome: "succeeded" },
      { kind: "retry", trigger: "person", outcome: "succeeded" },
    ]);
    expect((await events()).filter((type) => type === "SESSION_RETRIED")).toHaveLength(2);
  });

  it("takes up a session that was given up", async () => {
    await failOnDays(4);
    await expect(retry()).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE" });
    expect(await connection()).toMatchObject({ status: "error", nextAction: "try_again", failedDays: 4 });
    stage.install.sandbox.control.clearFaults();
    expect(await retry()).toMatchObject({
      status: "connected",
      health: "ok",
      failedDays: 0,
      nextAttemptAt: null,
    });
    expect((await session()).keepAt).not.toBeNull();
  });

  it("takes it up by a question where its token still is good", async () => {
    stage.install.sandbox.control.setKnobs({ tokenLifeSeconds: 30 * DAY_SECONDS });
    await refresh();
    await failOnDays(4);
    const { storage } = stage.ctx;
    // The broker had answered the last try, so that no answer can be lost.
    const row = await session();
    const now = stage.install.clock.now();
    await storage.brokerSessions.takeLease(row.id, "x", now, now);
    await storage.brokerSessions.markExchange(row.id, "x", null);
    await storage.brokerSessions.releaseLease(row.id, "x");
    const before = exchanges();
    expect(await retry()).toMatchObject({ status: "connected", health: "ok", failedDays: 0 });
    expect(exchanges()).toBe(before);
    expect((await session()).keepAt).not.toBeNull();
  });

  it("tells the truth when the broker refuses what had been given up", async () => {
    await failOnDays(4);
    stage.install.sandbox.control.clearFaults();
    stage.install.sandbox.control.endSessions("hana");
    await expect(retry()).rejects.toMatchObject({ code: "AUTH_REFRESH_ANSWER_LOST" });
    expect(await connection()).toMatchObject({ status: "expired", nextAction: "sign_in_again" });
    await expect(retry()).rejects.toMatchObject({ code: "API_CONFLICT" });
  });

  it("is told when the broker fails, and written", async () => {
    stage.install.sandbox.control.addFault({ kind: "status", status: 503, method: "GET", count: 1 });
    await expect(retry()).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE" });
    expect(await attempts()).toMatchObject([{ kind: "retry", outcome: "failed" }]);
    expect((await stage.install.events()).at(-1)).toMatchObject({
      eventType: "SESSION_RETRIED",
      outcome: "failure",
      details: { code: "CONN_BROKER_UNAVAILABLE" },
    });
  });

  it.each(["renewal", "question"])("is not without its event where it is a %s", async (kind) => {
    stage.install.sandbox.control.setKnobs({ tokenLifeSeconds: 30 * DAY_SECONDS });
    await refresh();
    await failOnDays(4);
    stage.install.sandbox.control.clearFaults();
    const { storage } = stage.ctx;
    if (kind === "question") {
      const { id } = await session();
      const now = stage.install.clock.now();
      await storage.brokerSessions.takeLease(id, "x", now, now);
      await storage.brokerSessions.markExchange(id, "x", null);
      await storage.brokerSessions.releaseLease(id, "x");
    }
    const dying: ServiceContext = {
      ...stage.ctx,
      storage: {
        ...storage,
        transaction: (work) =>
          storage.transaction((tx) =>
            work({
              ...tx,
              audit: {
                ...tx.audit,
                append: async (event) => {
                  if (event.eventType === "SESSION_RETRIED") throw new Error("killed");
                  await tx.audit.append(event);
                },
              },
            }),
          ),
      },
    };
    await expect(retryConnection(dying, { connectionId: stage.connectionId })).rejects.toThrow("killed");
    expect(await connection()).toMatchObject({ status: "error", nextAction: "try_again" });
    expect((await attempts()).filter((attempt) => attempt.kind === "retry")).toEqual([]);
  });

  it("is told once, as the person's, where it joins a renewal that is under way", async () => {
    stage.install.advance(DAY_SECONDS - 3000);
    failExchanges({ kind: "delay", delayMs: 200, count: 1 });
    const renewal = refresh("keeper");
    await eventually(async () => expect((await session()).exchangePendingAt).not.toBeNull(), 5);
    await Promise.all([renewal, retry()]);
    expect(exchanges()).toBe(1);
    expect((await events()).filter((type) => type === "SESSION_RETRIED")).toHaveLength(1);
    expect((await attempts()).map((attempt) => attempt.trigger).sort()).toEqual(["keeper", "person"]);
  });

  it("is told where the connection was removed meanwhile", async () => {
    const { storage } = stage.ctx;
    const removed: ServiceContext = {
      ...stage.ctx,
      storage: {
        ...storage,
        brokerSessions: {
          ...storage.brokerSessions,
          byConnection: async (id) => {
            const row = await storage.brokerSessions.byConnection(id);
            await storage.connections.remove(id);
            return row;
          },
        },
      },
    };
    stage.install.advance(DAY_SECONDS);
    await expect(retryConnection(removed, { connectionId: stage.connectionId })).rejects.toMatchObject({
      code: "API_CONFLICT",
    });
    expect((await stage.install.events()).at(-1)).toMatchObject({
      eventType: "SESSION_RETRIED",
      outcome: "failure",
      details: { broker: null, code: "API_CONFLICT" },
    });
  });

  it("is not offered without a session", async () => {
    const { id } = await addConnection(stage.ctx, { broker: "robinhood", label: "new", access: "read_only" });
    await expect(retryConnection(stage.ctx, { connectionId: id })).rejects.toMatchObject({
      code: "API_CONFLICT",
    });
  });
});
