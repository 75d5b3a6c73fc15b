import { describe, expect, it } from "vitest";
import { exchangeTokens } from "@/server/services/broker-sessions/exchange-tokens";
import { keepSession } from "@/server/services/broker-sessions/keep-session";
import { withBrokerSession } from "@/server/services/broker-sessions/with-broker-session";
import { disconnect, finishDisconnect } from "@/server/services/connections/disconnect";
import { removeConnection } from "@/server/services/connections/remove-connection";
import { retryConnection } from "@/server/services/connections/retry-connection";
import { startLogin } from "@/server/services/connections/start-login";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import type { StorageTx } from "@/server/storage/storage";
import { buildLoginAttempt } from "@/test/builders";
import { LOGIN, sessionStage } from "@/test/session-stage";

const stage = sessionStage();
const { connection, session, refresh, failExchanges } = stage;

const input = (forgetCredentials = false) => ({ connectionId: stage.connectionId, forgetCredentials });
const keeper = () => systemContext(stage.install.services);
const revokes = () =>
  stage.install.sandbox.control.requests().filter(({ path }) => path.includes("revoke_token")).length;
const eventsOf = async (...types: string[]) =>
  (await stage.install.events()).filter(
    ({ eventType, targetId }) => targetId === stage.connectionId && types.includes(eventType),
  );

/** A process that dies when the broker has been told, before anything of it is committed. */
function dying(): ServiceContext {
  const { storage } = stage.ctx;
  const die = (): never => {
    throw new Error("killed");
  };
  const deadly = (tx: StorageTx): StorageTx => ({
    ...tx,
    cachedReplies: { ...tx.cachedReplies, removeOf: die },
    connections: { ...tx.connections, remove: die },
  });
  return {
    ...stage.ctx,
    storage: { ...storage, transaction: (work) => storage.transaction((tx) => work(deadly(tx))) },
  };
}

async function leaveHalfEnded(): Promise<void> {
  await expect(disconnect(dying(), input())).rejects.toThrow("killed");
  expect(revokes()).toBeGreaterThan(0);
  expect(await session()).toMatchObject({ status: "invalid" });
}

describe("a disconnect that was cut short when the broker had been told", () => {
  it("is finished by a keeper, and told as what it is", async () => {
    await leaveHalfEnded();
    await stage.install.keep();
    expect(await connection()).toMatchObject({ status: "connected" });
    stage.install.advance(20);
    // The keeper that takes it up dies too.
    const claimed = await session();
    await keepSession({ ...dying(), actor: { type: "system" } }, claimed);
    expect((await session()).status).toBe("invalid");
    stage.install.advance(20);
    await stage.install.keep();
    expect(await connection()).toMatchObject({
      status: "disconnected",
      health: "ok",
      nextAction: "connect",
      errorCode: null,
      revokedAtBroker: true,
    });
    expect(await stage.ctx.storage.brokerSessions.byConnection(stage.connectionId)).toBeNull();
    expect(await eventsOf("LOGOUT", "LOGOUT_LOCAL_ONLY")).toMatchObject([
      { eventType: "LOGOUT", outcome: "success", interface: "system", user: expect.stringContaining("@") },
    ]);
    expect((await stage.events()).includes("SESSION_EXPIRED")).toBe(false);
  });

  it("leaves nothing that a call, a renewal, a try by hand or a new sign-in could use or spoil", async () => {
    stage.install.sandbox.control.setKnobs({ workflowOnRefresh: true });
    await expect(refresh()).rejects.toMatchObject({ code: "AUTH_SESSION_EXPIRED" });
    await leaveHalfEnded();
    const before = await connection();
    const conflict = { code: "API_CONFLICT" };
    const { ctx } = stage;
    await expect(
      withBrokerSession(ctx, before, (calls, secrets) => calls.probe(secrets)),
    ).rejects.toMatchObject(conflict);
    await expect(refresh()).rejects.toMatchObject(conflict);
    await expect(retryConnection(ctx, input())).rejects.toMatchObject(conflict);
    const login = { connectionId: stage.connectionId, credentials: LOGIN, remember: false };
    await expect(startLogin(ctx, login)).rejects.toMatchObject(conflict);
    expect(await connection()).toEqual(before);
    // The person can end it without waiting for the keeper, and sign in then.
    expect(await disconnect(ctx, input())).toMatchObject({ status: "disconnected" });
    expect(await startLogin(ctx, login)).toMatchObject({ status: "connected" });
  });

  it("forgets the credentials all the same", async () => {
    await disconnect(stage.ctx, input());
    await startLogin(stage.ctx, { connectionId: stage.connectionId, credentials: LOGIN, remember: true });
    await expect(disconnect(dying(), input(true))).rejects.toThrow("killed");
    const kept = await stage.ctx.storage.credentials.listOf(stage.connectionId);
    expect(kept.map(({ name }) => name)).toEqual(["deviceToken"]);
    expect(await eventsOf("CREDENTIALS_FORGOTTEN")).toHaveLength(1);
  });

  it("is not undone by a renewal that fails meanwhile", async () => {
    const row = await session();
    const now = stage.install.clock.now();
    const { brokerSessions } = stage.ctx.storage;
    await brokerSessions.takeLease(row.id, "renewing", now, new Date(now.getTime() + 20_000));
    await leaveHalfEnded();
    failExchanges({ kind: "status", status: 503, count: 1 });
    const attempt = { kind: "refresh", trigger: "keeper", startedAt: now } as const;
    const renewal = { connection: await connection(), session: row, leaseToken: "renewing", attempt };
    await expect(exchangeTokens(stage.ctx, renewal)).rejects.toMatchObject({ code: "API_CONFLICT" });
    expect(await connection()).toMatchObject({ status: "connected", health: "ok" });
    stage.install.advance(60);
    await stage.install.keep();
    expect(await connection()).toMatchObject({ status: "disconnected" });
  });

  it("is written once where the process was only slow", async () => {
    const { storage } = stage.ctx;
    let isTaken = false;
    const slow: ServiceContext = {
      ...stage.ctx,
      storage: {
        ...storage,
        transaction: async (work) => {
          if (!isTaken && revokes() > 0) {
            isTaken = true;
            await finishDisconnect(keeper(), await connection());
          }
          return storage.transaction(work);
        },
      },
    };
    expect(await disconnect(slow, input())).toMatchObject({ status: "disconnected" });
    expect(isTaken).toBe(true);
    expect(await eventsOf("LOGOUT", "LOGOUT_LOCAL_ONLY")).toHaveLength(1);
  });
});

describe("a removal that was cut short", () => {
  it("leaves the connection disconnected, to be removed", async () => {
    await expect(removeConnection(dying(), input())).rejects.toThrow("killed");
    stage.install.advance(20);
    await stage.install.keep();
    expect(await connection()).toMatchObject({ status: "disconnected", revokedAtBroker: true });
    await removeConnection(stage.ctx, input());
    expect(await stage.ctx.storage.connections.byId(stage.connectionId)).toBeNull();
  });

  it("in mid-login leaves the login as it is", async () => {
    const { ctx, connectionId } = stage;
    const { ownerId, version } = await connection();
    await ctx.storage.connections.update(connectionId, version, { status: "connecting", nextAction: "none" });
    await ctx.storage.loginAttempts.create(buildLoginAttempt({ connectionId, ownerId }));
    await expect(disconnect(ctx, input())).rejects.toMatchObject({ code: "API_CONFLICT" });
    await ctx.storage.brokerSessions.update((await session()).id, { status: "invalid" });
    await finishDisconnect(keeper(), await connection());
    expect(await connection()).toMatchObject({ status: "connecting" });
    expect(await ctx.storage.brokerSessions.byConnection(connectionId)).toBeNull();
    expect(await eventsOf("LOGOUT")).toHaveLength(1);
  });
});
