import { describe, expect, it } from "vitest";
import { endSession } from "@/server/services/broker-sessions/end-session";
import { exchangeTokens } from "@/server/services/broker-sessions/exchange-tokens";
import { refreshSession } from "@/server/services/broker-sessions/refresh-session";
import { withBrokerSession } from "@/server/services/broker-sessions/with-broker-session";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionRecord } from "@/server/storage/records";
import { AppError } from "@/shared/app-error";
import { sessionStage } from "@/test/session-stage";

const stage = sessionStage();
const { connection, session, exchanges } = stage;
const read = async () =>
  withBrokerSession(stage.ctx, await connection(), (calls, secrets) => calls.probe(secrets));

describe("new tokens", () => {
  it("are kept although another process took the lapsed lease: it asks with the token that is spent", async () => {
    const { brokerSessions } = stage.ctx.storage;
    const before = await session();
    const stalled: ServiceContext = {
      ...stage.ctx,
      storage: {
        ...stage.ctx.storage,
        brokerSessions: {
          ...brokerSessions,
          markExchange: async (...given) => {
            const marked = await brokerSessions.markExchange(...given);
            const later = (ms: number) => new Date(stage.install.clock.now().getTime() + ms);
            await brokerSessions.takeLease(before.id, "other", later(60_000), later(120_000));
            return marked;
          },
        },
      },
    };
    const after = await refreshSession(stalled, await connection(), before, "keeper");
    expect(after).toMatchObject({ credentialVersion: 2, exchangePendingAt: null });

    // The other process is told so by its lease, before it sends anything or writes over the new tokens.
    const attempt = { kind: "refresh", trigger: "keeper", startedAt: stage.install.clock.now() } as const;
    const other = { connection: await connection(), session: before, leaseToken: "other", attempt };
    expect(await exchangeTokens(stage.ctx, other)).toBe("lost");
    expect(await session()).toMatchObject({ credentialVersion: 2, leaseToken: null, refreshable: true });
    expect(await connection()).toMatchObject({ health: "ok" });
    await read();
    expect(exchanges()).toBe(1);
  });

  /** Asks for new tokens; another process meets a refusal before the answer is here. */
  function whileRefused(before: BrokerSessionRecord, then: () => Promise<unknown>): ServiceContext {
    const { ctx } = stage;
    const { brokerSessions } = ctx.storage;
    const markExchange: typeof brokerSessions.markExchange = async (...given) => {
      const marked = await brokerSessions.markExchange(...given);
      await endSession(ctx, await connection(), before, "AUTH_SESSION_EXPIRED");
      await then();
      return marked;
    };
    return { ...ctx, storage: { ...ctx.storage, brokerSessions: { ...brokerSessions, markExchange } } };
  }

  it("are revoked where the person signs in since the session was thought to be over", async () => {
    const before = await session();
    const late = whileRefused(before, async () => {
      const { version } = await connection();
      await stage.ctx.storage.connections.update(stage.connectionId, version, { status: "connecting" });
    });
    const renewal = refreshSession(late, await connection(), before, "keeper");
    await expect(renewal).rejects.toMatchObject({ code: "API_CONFLICT" });
    expect((await session()).status).toBe("expired");
    const revoked = stage.install.sandbox.control
      .requests()
      .filter(({ path }) => path.includes("revoke_token"));
    expect(revoked.length).toBeGreaterThan(0);
  });

  it("are kept although the one that took the lapsed lease was refused with the spent token first", async () => {
    const before = await session();
    const late = whileRefused(before, async () => {
      expect(await connection()).toMatchObject({ status: "expired" });
    });
    const after = await refreshSession(late, await connection(), before, "keeper");
    expect(after).toMatchObject({ status: "active", credentialVersion: 2 });
    expect(await connection()).toMatchObject({ status: "connected", health: "ok", nextAttemptAt: null });
    await read();
    expect((await session()).keepAt).not.toBeNull();
    expect(exchanges()).toBe(1);
  });

  it("are written again when the database fails at first: nobody else has them", async () => {
    let failures = 2;
    const failing: ServiceContext = {
      ...stage.ctx,
      storage: {
        ...stage.ctx.storage,
        transaction: (work) =>
          stage.ctx.storage.transaction((tx) =>
            work({
              ...tx,
              brokerSessions: {
                ...tx.brokerSessions,
                commitExchange: async (...given) => {
                  failures -= 1;
                  if (failures >= 0) throw new AppError("STORAGE_WRITE_ERROR");
                  return tx.brokerSessions.commitExchange(...given);
                },
              },
            }),
          ),
      },
    };
    const ticking = setInterval(() => stage.install.clock.advance(500), 5);
    const renewed = await refreshSession(failing, await connection(), await session(), "keeper").finally(() =>
      clearInterval(ticking),
    );
    expect(renewed.credentialVersion).toBe(2);
    await read();
    expect(exchanges()).toBe(1);
  });
});
