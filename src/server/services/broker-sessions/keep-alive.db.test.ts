import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Broker, BrokerCalls } from "@/server/brokers/broker";
import { BrokerError } from "@/server/brokers/broker-error";
import { describeRobinhood } from "@/server/brokers/robinhood/description";
import { keepSessions } from "@/server/services/broker-sessions/keep-sessions";
import { sealSession } from "@/server/services/broker-sessions/session-cipher";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { Secret } from "@/shared/secret";
import { buildBrokerSession, buildConnection } from "@/test/builders";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

/** How often this broker wants to hear that a session is in use, seconds. */
const KEEP_ALIVE = 120;

let harness: ServiceHarness;
let told: number;
let answer: () => Promise<void>;
let ctx: ServiceContext;

const unused = (): never => {
  throw new Error("the keeper does not call this");
};

/** A broker whose sessions end when they are idle, and whose tokens are not renewed. */
function idleBroker(): Broker {
  const url = "http://127.0.0.1:1";
  const calls: BrokerCalls = {
    startLogin: unused,
    continueLogin: unused,
    refresh: null,
    keepAlive: () => {
      told += 1;
      return answer();
    },
    revoke: unused,
    probe: async () => {},
    adopt: null,
    getAccountSummary: unused,
    getPositions: null,
    getOptions: null,
    getOrders: null,
    getActivity: null,
    getShareFacts: null,
    proxy: null,
  };
  return {
    description: {
      ...describeRobinhood({ apiUrl: url, identiUrl: url, bonfireUrl: url }),
      id: "interactive_brokers",
      upkeep: { refreshAheadSeconds: null, keepAliveSeconds: KEEP_ALIVE },
    },
    createDeviceToken: () => null,
    through: () => calls,
  };
}

beforeAll(async () => {
  harness = await createServiceHarness();
});
afterAll(() => harness.close());
beforeEach(async () => {
  told = 0;
  answer = async () => {};
  const { brokerSessions } = harness.services.storage;
  for (const { id } of await brokerSessions.keepDue(new Date("2100-01-01"), 100)) {
    await brokerSessions.update(id, { keepAt: null });
  }
  ctx = systemContext({ ...harness.services, brokers: { interactive_brokers: idleBroker() } });
});

/** A connected connection whose session was just used, and is due when the broker wants to hear of it. */
async function connected(): Promise<string> {
  const { storage } = ctx;
  const owner = await harness.person();
  const connection = buildConnection({
    ownerId: owner.id,
    broker: "interactive_brokers",
    status: "connected",
  });
  await storage.connections.create(connection);
  const now = ctx.clock.now();
  const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
  const session = buildBrokerSession({
    connectionId: connection.id,
    ownerId: owner.id,
    createdAt: now,
    issuedAt: now,
    lastActivityAt: now,
    expiresAt: inHours(24),
    refreshable: false,
    // It was told at sign-in that the session ends within a day.
    deadlineNoticed: 86_400,
    keepAt: new Date(now.getTime() + KEEP_ALIVE * 1000),
  });
  const ciphertext = await sealSession(ctx, storage, session, {
    accessToken: new Secret("an access token"),
    readOnlyToken: null,
    refreshToken: null,
    scope: "internal",
    expiresAt: session.expiresAt,
    hardExpiresAt: null,
    extra: {},
  });
  await storage.brokerSessions.create({ ...session, ciphertext });
  return connection.id;
}

const sessionOf = (id: string) => ctx.storage.brokerSessions.byConnection(id);
const inSeconds = (seconds: number) => new Date(ctx.clock.now().getTime() + seconds * 1000);

describe("a broker whose sessions have an idle time-out", () => {
  it("is told at its interval that the session is in use", async () => {
    const id = await connected();
    for (let times = 0; times < 3; times += 1) {
      harness.clock.advance(KEEP_ALIVE * 1000 - 1);
      await keepSessions(ctx);
      expect(told).toBe(times);
      harness.clock.advance(1);
      await keepSessions(ctx);
      expect(told).toBe(times + 1);
      expect(await sessionOf(id)).toMatchObject({
        lastActivityAt: ctx.clock.now(),
        keepAt: inSeconds(KEEP_ALIVE),
      });
    }
  });

  it("is told again after a pause when it has trouble", async () => {
    const id = await connected();
    answer = async () => {
      throw new BrokerError("CONN_BROKER_UNAVAILABLE", {
        step: "keep_alive",
        status: 503,
        safeToRepeat: true,
        countsAgainstLogin: false,
      });
    };
    harness.clock.advance(KEEP_ALIVE * 1000);
    await keepSessions(ctx);
    const row = await ctx.storage.connections.byId(id);
    expect(row).toMatchObject({ status: "connected", health: "degraded" });
    expect((await sessionOf(id))?.keepAt).toEqual(row?.nextAttemptAt);
    answer = async () => {};
    harness.clock.advance(30_000);
    await keepSessions(ctx);
    expect(await ctx.storage.connections.byId(id)).toMatchObject({ status: "connected", health: "ok" });
    expect(told).toBe(2);
  });

  it("is left alone for a while after a fault of our own, which is logged", async () => {
    const id = await connected();
    answer = () => Promise.reject(new TypeError("a fault of our own"));
    harness.clock.advance(KEEP_ALIVE * 1000);
    const before = harness.logLines.length;
    const now = ctx.clock.now();
    await keepSessions(ctx);
    const lines = harness.logLines.slice(before).join("\n");
    expect(lines).toContain("a broker session could not be kept");
    expect((await sessionOf(id))?.keepAt?.getTime()).toBeGreaterThan(now.getTime());
  });
});
