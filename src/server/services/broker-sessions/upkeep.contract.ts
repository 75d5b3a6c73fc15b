import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGate } from "@/server/http/call-gate";
import { refreshSession } from "@/server/services/broker-sessions/refresh-session";
import { restoreSession } from "@/server/services/broker-sessions/restore-session";
import { openSession } from "@/server/services/broker-sessions/session-cipher";
import { withBrokerSession } from "@/server/services/broker-sessions/with-broker-session";
import { brokerOf, loadConnection } from "@/server/services/connections/load-connection";
import { removeConnection } from "@/server/services/connections/remove-connection";
import type { ServiceContext } from "@/server/services/service-context";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";
import { eventually } from "@/test/eventually";
import type { TestInstall } from "@/test/test-install";

/** A broker's side that the contract is tried on, with two processes of one install before it. */
export interface UpkeepHarness {
  start(): Promise<readonly [TestInstall, TestInstall]>;
  stop(): Promise<void>;
  /** The broker is as it was at the start. */
  reset(): void;
  /** Moves the time of the broker and of both processes. */
  advance(seconds: number): void;
  /** Signs somebody in at the broker who is asked for nothing more; the connection's id. */
  connect(ctx: ServiceContext): Promise<string>;
  /** Exchanges of refresh tokens that the broker has seen. */
  exchanges(): number;
  /** Sessions of the one who connected that have any token left at the broker. */
  liveSessions(): number;
  /** Whether the broker's replies have no refresh token: of a refresh, or of a login too. */
  omitRefreshToken(where: "refresh" | "always"): void;
  /** A refresh token that is sent twice ends the session at the broker. */
  punishReuse(): void;
  /** Exchanges take this long, in real time. */
  delayExchanges(delayMs: number): void;
  /** Longer than any access token lives. */
  readonly tokenLifeSeconds: number;
}

/** What keeping a session has to be like at every broker whose tokens are renewed, through two processes. */
export function describeUpkeepContract(name: string, harness: UpkeepHarness): void {
  describe(`upkeep contract: ${name}`, () => {
    let one: TestInstall;
    let other: TestInstall;
    let ctx: ServiceContext;
    let otherCtx: ServiceContext;
    let connectionId: string;

    beforeAll(async () => {
      [one, other] = await harness.start();
    });
    afterAll(() => harness.stop());
    beforeEach(async () => {
      harness.reset();
      const person = await one.addPerson();
      ctx = await one.contextOf(person);
      otherCtx = await other.contextOf(person);
      connectionId = "";
    });

    async function connect(): Promise<void> {
      connectionId = await harness.connect(ctx);
    }
    async function connection(): Promise<ConnectionRecord> {
      const row = await one.services.storage.connections.byId(connectionId);
      if (row === null) throw new Error("The connection is gone");
      return row;
    }
    async function session(): Promise<BrokerSessionRecord> {
      const row = await one.services.storage.brokerSessions.byConnection(connectionId);
      if (row === null) throw new Error("The session is gone");
      return row;
    }
    const refresh = async (by: ServiceContext) =>
      refreshSession(by, await connection(), await session(), "keeper");
    const read = async (by: ServiceContext) =>
      withBrokerSession(by, await connection(), (calls, secrets) => calls.probe(secrets));
    const exchangeBegan = () =>
      eventually(async () => expect((await session()).exchangePendingAt).not.toBeNull(), 5);
    /** Those who wait for another process sleep by the clock: it runs while the work does. */
    async function whileTimePasses<T>(work: () => Promise<T>): Promise<T> {
      const ticking = setInterval(() => harness.advance(0.2), 5);
      try {
        return await work();
      } finally {
        clearInterval(ticking);
      }
    }
    /** As a process leaves it that was killed while it waited for the broker's answer. */
    async function leaveExchangeOpen(): Promise<void> {
      const { id } = await session();
      const now = one.clock.now();
      const { brokerSessions } = one.services.storage;
      await brokerSessions.takeLease(id, "killed", now, new Date(now.getTime() + 20_000));
      await brokerSessions.markExchange(id, "killed", now);
    }

    it("renews three times in a row, each time with the token that the last one gave", async () => {
      harness.punishReuse();
      await connect();
      for (const version of [2, 3, 4]) {
        expect((await refresh(ctx)).credentialVersion).toBe(version);
      }
      expect(harness.exchanges()).toBe(3);
      await read(ctx);
      expect(await connection()).toMatchObject({ status: "connected", health: "ok" });
    });

    it("goes on with the old refresh token where the broker's reply has none", async () => {
      harness.omitRefreshToken("refresh");
      await connect();
      await refresh(ctx);
      await refresh(ctx);
      expect(await session()).toMatchObject({ refreshable: true, credentialVersion: 3 });
      expect(harness.exchanges()).toBe(2);
    });

    it("keeps a session that never had a refresh token until it ends, and asks for no exchange", async () => {
      harness.omitRefreshToken("always");
      await connect();
      expect(await refresh(ctx)).toMatchObject({ refreshable: false, status: "active" });
      await read(ctx);
      expect(await connection()).toMatchObject({ status: "connected", health: "ok" });
      harness.advance(harness.tokenLifeSeconds);
      await expect(read(ctx)).rejects.toMatchObject({ code: "AUTH_SESSION_EXPIRED" });
      expect(await connection()).toMatchObject({ status: "expired", nextAction: "sign_in_again" });
      expect(harness.exchanges()).toBe(0);
    });

    it("leaves no row and no live token when the connection is removed in mid-refresh", async () => {
      await connect();
      const removed = await connection();
      const { id } = await session();
      harness.delayExchanges(150);
      const renewal = refresh(ctx);
      const refused = expect(renewal).rejects.toMatchObject({ code: "API_CONFLICT" });
      await exchangeBegan();
      await removeConnection(ctx, { connectionId });
      await refused;
      const { storage } = one.services;
      expect(await storage.connections.byId(removed.id)).toBeNull();
      expect(await storage.brokerSessions.byId(id)).toBeNull();
      expect(harness.liveSessions()).toBe(0);
      expect(one.logLines.filter((line) => line.includes('"level":"ERROR"'))).toEqual([]);
    });

    it("asks the broker once for 100 callers at once, and answers them all", async () => {
      harness.punishReuse();
      await connect();
      harness.advance(harness.tokenLifeSeconds);
      const row = await connection();
      const answers = await Promise.all(
        Array.from({ length: 100 }, () =>
          withBrokerSession(ctx, row, async (calls, secrets) => {
            await calls.probe(secrets);
            return secrets.accessToken.reveal();
          }),
        ),
      );
      expect(harness.exchanges()).toBe(1);
      expect(answers).toHaveLength(100);
      expect(new Set(answers).size).toBe(1);
    });

    it("renews once for two processes that come 13 ms apart", async () => {
      harness.punishReuse();
      harness.delayExchanges(60);
      await connect();
      const first = refresh(ctx);
      harness.advance(0.013);
      const second = refresh(otherCtx);
      const rows = await whileTimePasses(() => Promise.all([first, second]));
      expect(rows.map((row) => row.credentialVersion)).toEqual([2, 2]);
      expect(harness.exchanges()).toBe(1);
      await read(ctx);
      await read(otherCtx);
      expect(harness.exchanges()).toBe(1);
      expect(await connection()).toMatchObject({ status: "connected", health: "ok" });
    });

    it("renews once for the calls of two processes after the token's end", async () => {
      harness.punishReuse();
      harness.delayExchanges(60);
      await connect();
      harness.advance(harness.tokenLifeSeconds);
      await whileTimePasses(() =>
        Promise.all(Array.from({ length: 6 }, (_, index) => read(index % 2 === 0 ? ctx : otherCtx))),
      );
      expect(harness.exchanges()).toBe(1);
    });

    it("tries the old token once after a crash, and all is well where the broker had not seen it", async () => {
      harness.punishReuse();
      await connect();
      await leaveExchangeOpen();
      // The killed process still holds the lease: the next one waits until it lapses.
      await whileTimePasses(async () => restoreSession(otherCtx, await connection()));
      expect(harness.exchanges()).toBe(1);
      expect(await session()).toMatchObject({ credentialVersion: 2, exchangePendingAt: null });
      expect(await connection()).toMatchObject({ status: "connected", health: "ok" });
      const restored = (await one.events()).filter(({ eventType }) => eventType === "SESSION_RESTORED");
      expect(restored.filter(({ targetId }) => restored[0]?.targetId === targetId)).toHaveLength(1);
    });

    it("tries the old token once after a crash, and tells where the broker's answer was lost", async () => {
      await connect();
      await leaveExchangeOpen();
      const row = await session();
      const broker = brokerOf(ctx, (await connection()).broker).through(openGate);
      await broker.refresh?.(await openSession(ctx, ctx.storage, row));
      harness.advance(21);
      await restoreSession(ctx, await connection());
      expect(harness.exchanges()).toBe(2);
      expect(await connection()).toMatchObject({
        status: "connected",
        health: "needs_person",
        nextAction: "sign_in_again",
        errorCode: "AUTH_REFRESH_ANSWER_LOST",
      });
      expect(await session()).toMatchObject({ refreshable: false, exchangePendingAt: null });
      // It is not tried again, and serves until it ends.
      await restoreSession(ctx, await connection());
      await refresh(ctx);
      expect(harness.exchanges()).toBe(2);
      expect(await connection()).toMatchObject({ health: "needs_person" });
    });

    it("answers calls that hold a live token while a slow renewal is under way", async () => {
      await connect();
      harness.delayExchanges(1500);
      let ended = false;
      const renewal = refresh(ctx).finally(() => {
        ended = true;
      });
      await exchangeBegan();
      for (const by of [ctx, otherCtx, ctx, otherCtx]) {
        await read(by);
      }
      expect(ended).toBe(false);
      await renewal;
      expect(harness.exchanges()).toBe(1);
    });

    it("keeps the owner's view of a connection that was renewed", async () => {
      await connect();
      await refresh(ctx);
      const actor = ctx.actor.type === "user" ? ctx.actor.userId : "";
      const row = await loadConnection(ctx.storage, actor, connectionId);
      expect(row).toMatchObject({ failedDays: 0, nextAttemptAt: null, errorCode: null });
      const [attempt] = await ctx.storage.sessionAttempts.recentOf(connectionId, 5);
      expect(attempt).toMatchObject({ kind: "refresh", trigger: "keeper", outcome: "succeeded" });
    });
  });
}
