import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { refreshSession } from "@/server/services/broker-sessions/refresh-session";
import { addConnection } from "@/server/services/connections/add-connection";
import { retryConnection } from "@/server/services/connections/retry-connection";
import { startLogin } from "@/server/services/connections/start-login";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import { createTestInstall, type TestInstall } from "@/test/test-install";

const DAY_SECONDS = 86_400;
const LOGIN = { username: "hana@example.com", password: "not-a-real-password-hana" };

let install: TestInstall;
let ctx: ServiceContext;
let connectionId: string;

beforeAll(async () => {
  // The breaker has its own tests: here every try reaches the broker.
  install = await createTestInstall({ settings: { breaker: { failures: 1000, openSeconds: 30 } } });
});
afterAll(() => install.close());
beforeEach(async () => {
  const { control } = install.sandbox;
  control.reset();
  install.clock.advance((1000 - (install.clock.now().getTime() % 1000)) % 1000);
  control.clock.set(install.clock.now());
  ctx = await install.contextOf(await install.addPerson());
  const added = await addConnection(ctx, { broker: "robinhood", label: "hana", access: "read_only" });
  connectionId = added.id;
  await startLogin(ctx, { connectionId, credentials: LOGIN, remember: false });
});

async function connection(): Promise<ConnectionRecord> {
  const row = await ctx.storage.connections.byId(connectionId);
  if (row === null) throw new Error("The connection is gone");
  return row;
}
async function session(): Promise<BrokerSessionRecord> {
  const row = await ctx.storage.brokerSessions.byConnection(connectionId);
  if (row === null) throw new Error("The session is gone");
  return row;
}
const refresh = async (trigger: "keeper" | "call" | "person" = "keeper") =>
  refreshSession(ctx, await connection(), await session(), trigger);
const exchanges = () =>
  install.sandbox.control.requests().filter((request) => request.grant === "refresh_token").length;
const failExchanges = (rule: Record<string, unknown>) =>
  install.sandbox.control.addFault({ path: "/oauth2/token/", grant: "refresh_token", ...rule });
const attempts = () => ctx.storage.sessionAttempts.recentOf(connectionId, 5);
async function events(): Promise<string[]> {
  const ids = [connectionId, (await ctx.storage.brokerSessions.byConnection(connectionId))?.id];
  return (await install.events())
    .filter(({ targetId }) => ids.includes(targetId ?? ""))
    .map(({ eventType }) => eventType);
}

/** Lets the keeper's renewals fail on so many days, until it gives up on the fourth. */
async function failOnDays(days: number): Promise<void> {
  failExchanges({ kind: "status", status: 503 });
  for (let day = 1; day <= days; day += 1) {
    await expect(refresh()).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE" });
    install.advance(DAY_SECONDS);
  }
}

describe("trying again by hand", () => {
  const retry = () => retryConnection(ctx, { connectionId });

  it("asks the broker where nothing is due, and mends what was degraded", async () => {
    failExchanges({ kind: "status", status: 503, count: 1 });
    await expect(refresh()).rejects.toThrow();
    install.advance(1);
    // The marker of the lost answer makes it due.
    expect(await retry()).toMatchObject({ status: "connected", health: "ok" });
    expect(exchanges()).toBe(2);
    install.advance(1);
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
    install.sandbox.control.clearFaults();
    expect(await retry()).toMatchObject({
      status: "connected",
      health: "ok",
      failedDays: 0,
      nextAttemptAt: null,
    });
    expect((await session()).keepAt).not.toBeNull();
  });

  it("takes it up by a question where its token still is good", async () => {
    install.sandbox.control.setKnobs({ tokenLifeSeconds: 30 * DAY_SECONDS });
    await refresh();
    await failOnDays(4);
    const { storage } = ctx;
    // The broker had answered the last try, so that no answer can be lost.
    const row = await session();
    const now = install.clock.now();
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
    install.sandbox.control.clearFaults();
    install.sandbox.control.endSessions("hana");
    await expect(retry()).rejects.toMatchObject({ code: "AUTH_REFRESH_ANSWER_LOST" });
    expect(await connection()).toMatchObject({ status: "expired", nextAction: "sign_in_again" });
    await expect(retry()).rejects.toMatchObject({ code: "API_CONFLICT" });
  });

  it("is told when the broker fails, and written", async () => {
    install.sandbox.control.addFault({ kind: "status", status: 503, method: "GET", count: 1 });
    await expect(retry()).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE" });
    expect(await attempts()).toMatchObject([{ kind: "retry", outcome: "failed" }]);
    expect((await install.events()).at(-1)).toMatchObject({
      eventType: "SESSION_RETRIED",
      outcome: "failure",
      details: { code: "CONN_BROKER_UNAVAILABLE" },
    });
  });

  it("is not offered without a session", async () => {
    const { id } = await addConnection(ctx, { broker: "robinhood", label: "new", access: "read_only" });
    await expect(retryConnection(ctx, { connectionId: id })).rejects.toMatchObject({ code: "API_CONFLICT" });
  });
});
