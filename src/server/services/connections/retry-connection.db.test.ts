import { describe, expect, it } from "vitest";
import { addConnection } from "@/server/services/connections/add-connection";
import { retryConnection } from "@/server/services/connections/retry-connection";
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

  it("is not offered without a session", async () => {
    const { id } = await addConnection(stage.ctx, { broker: "robinhood", label: "new", access: "read_only" });
    await expect(retryConnection(stage.ctx, { connectionId: id })).rejects.toMatchObject({
      code: "API_CONFLICT",
    });
  });
});
