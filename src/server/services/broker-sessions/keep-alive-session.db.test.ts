import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Broker } from "@/server/brokers/broker";
import { keepAliveSession } from "@/server/services/broker-sessions/keep-alive-session";
import { addConnection } from "@/server/services/connections/add-connection";
import { brokerOf } from "@/server/services/connections/load-connection";
import { startLogin } from "@/server/services/connections/start-login";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let plain: ServiceContext;
let ctx: ServiceContext;
let connectionId: string;

beforeAll(async () => {
  install = await createTestInstall();
});
afterAll(() => install.close());
beforeEach(async () => {
  install.sandbox.control.reset();
  install.clock.advance((1000 - (install.clock.now().getTime() % 1000)) % 1000);
  install.sandbox.control.clock.set(install.clock.now());
  plain = await install.contextOf(await install.addPerson());
  ctx = { ...plain, brokers: { robinhood: withIdleTimeout(brokerOf(plain, "robinhood")) } };
  connectionId = (await addConnection(ctx, { broker: "robinhood", label: "hana", access: "read_only" })).id;
  const credentials = { username: "hana@example.com", password: "not-a-real-password-hana" };
  await startLogin(ctx, { connectionId, credentials, remember: false });
});

/** Robinhood as if its sessions had an idle time-out of some minutes; a read is told as use. */
function withIdleTimeout(broker: Broker): Broker {
  return {
    ...broker,
    description: { ...broker.description, upkeep: { refreshAheadSeconds: 3600, keepAliveSeconds: 60 } },
    through: (gate) => {
      const calls = broker.through(gate);
      return { ...calls, keepAlive: (session) => calls.probe(session) };
    },
  };
}

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
const keepAlive = async (by = ctx) => keepAliveSession(by, await connection(), await session());
const requests = () => install.sandbox.control.requests().length;
const at = (seconds: number) => new Date(install.clock.now().getTime() + seconds * 1000);

describe("keeping a session alive", () => {
  it("tells the broker, notes the activity and plans the next time", async () => {
    expect((await session()).keepAt).toEqual(at(60));
    install.advance(60);
    await keepAlive();
    expect(await session()).toMatchObject({ lastActivityAt: install.clock.now(), keepAt: at(60) });
    expect(await ctx.storage.sessionAttempts.recentOf(connectionId, 5)).toEqual([]);
    const [line] = await ctx.storage.flightRecords.pageOf(connectionId, 1, null);
    expect(line).toMatchObject({ kind: "keep_alive_ended", details: { outcome: "succeeded" } });
  });

  it("is nothing at a broker whose sessions have no idle time-out", async () => {
    const before = requests();
    const row = await session();
    await keepAlive(plain);
    expect(requests()).toBe(before);
    expect(await session()).toEqual(row);
  });

  it("refreshes once where the token is refused", async () => {
    install.sandbox.control.addFault({ kind: "status", status: 401, method: "GET", count: 1 });
    await keepAlive();
    expect((await session()).credentialVersion).toBe(2);
    expect(await connection()).toMatchObject({ status: "connected", health: "ok" });
  });

  it("counts the broker's trouble once and comes again after the pause", async () => {
    install.sandbox.control.addFault({ kind: "status", status: 503, method: "GET", count: 2 });
    await expect(keepAlive()).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE" });
    const row = await connection();
    expect(row).toMatchObject({ health: "degraded", failedDays: 1 });
    expect((await session()).keepAt).toEqual(row.nextAttemptAt);
    expect(await ctx.storage.sessionAttempts.recentOf(connectionId, 5)).toMatchObject([
      { kind: "keep_alive", trigger: "keeper", outcome: "failed", errorCode: "CONN_BROKER_UNAVAILABLE" },
    ]);
    await expect(keepAlive()).rejects.toThrow();
    expect((await connection()).nextAttemptAt).toEqual(row.nextAttemptAt);
    await keepAlive();
    expect(await connection()).toMatchObject({ health: "ok", failedDays: 0, nextAttemptAt: null });
  });

  it("leaves nothing where the connection was removed meanwhile, whether the broker answered or not", async () => {
    for (const status of [null, 503]) {
      const own = await connection();
      const row = await session();
      const gone: ServiceContext = {
        ...ctx,
        brokers: {
          robinhood: {
            ...brokerOf(ctx, "robinhood"),
            through: (gate) => ({
              ...brokerOf(ctx, "robinhood").through(gate),
              keepAlive: async (secrets) => {
                await ctx.storage.connections.remove(connectionId);
                if (status !== null) {
                  install.sandbox.control.addFault({ kind: "status", status, method: "GET", count: 1 });
                }
                await brokerOf(ctx, "robinhood").through(gate).probe(secrets);
              },
            }),
          },
        },
      };
      const done = keepAliveSession(gone, own, row);
      await (status === null
        ? expect(done).resolves.toBeUndefined()
        : expect(done).rejects.toMatchObject({ code: "CONN_BROKER_UNAVAILABLE" }));
      expect(await ctx.storage.brokerSessions.byId(row.id)).toBeNull();
      const added = await addConnection(ctx, { broker: "robinhood", label: "again", access: "read_only" });
      connectionId = added.id;
      const credentials = { username: "hana@example.com", password: "not-a-real-password-hana" };
      await startLogin(ctx, { connectionId, credentials, remember: false });
    }
  });
});
