import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConnectionEvent } from "@/server/services/connections/connection-machine";
import { moveConnection } from "@/server/services/connections/move-connection";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import type { ConnectionRecord, UserRecord } from "@/server/storage/records";
import { buildBrokerSession, buildConnection, buildLoginAttempt } from "@/test/builders";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let owner: UserRecord;
let connection: ConnectionRecord;

beforeEach(async () => {
  install = await createTestInstall();
  owner = await install.addPerson();
  connection = buildConnection({ ownerId: owner.id, label: "Main", status: "connected", nextAction: "none" });
  await install.services.storage.connections.create(connection);
  await (await install.callerOf(owner)).notices.addChannel({
    label: "Hook",
    target: { kind: "webhook", url: "https://hooks.example.com/x" },
    kinds: ["needs_person", "connected_again", "login_locked"],
  });
});
afterEach(() => install.close());

async function move(
  event: ConnectionEvent,
  ctx: ServiceContext = systemContext(install.services),
): Promise<void> {
  const { storage } = install.services;
  connection = await storage.transaction((tx) => moveConnection(ctx, tx, connection, event));
}
const list = async () => (await (await install.callerOf(owner)).notices.list({})).notices;
const waiting = () => install.services.storage.noticeDeliveries.due(install.clock.now(), 100);
const inMinutes = (minutes: number) => new Date(install.clock.now().getTime() + minutes * 60_000);
const ended: ConnectionEvent = { type: "session_ended", code: "AUTH_SESSION_EXPIRED" };

describe("a move of a connection", () => {
  it("writes its notice and deliveries with it", async () => {
    await move(ended);
    expect(await list()).toMatchObject([
      {
        kind: "needs_person",
        title: 'Robinhood "Main" needs you',
        connectionId: connection.id,
        connectionLabel: "Main",
        errorCode: "AUTH_SESSION_EXPIRED",
        deadlineAt: null,
        resolvedAt: null,
      },
    ]);
    expect(await waiting()).toHaveLength(1);
  });

  it("writes none of it when the act does not come about", async () => {
    const { storage } = install.services;
    await expect(
      storage.transaction(async (tx) => {
        await moveConnection(systemContext(install.services), tx, connection, ended);
        throw new Error("the power went");
      }),
    ).rejects.toThrow("the power went");
    expect(await list()).toEqual([]);
    expect(await waiting()).toEqual([]);
    expect((await storage.connections.byId(connection.id))?.status).toBe("connected");
  });

  it("tells that all is well again, only if something was told", async () => {
    await move({ type: "session_renewed" });
    await move({ type: "session_troubled", code: "CONN_TIMEOUT" });
    await move({ type: "session_renewed" });
    expect(await list()).toEqual([]);
    await move({ type: "session_given_up", code: "CONN_TIMEOUT" });
    install.advance(60);
    await move({ type: "session_restored" });
    const [again, needed] = await list();
    expect(again).toMatchObject({ kind: "connected_again", title: 'Robinhood "Main" is connected again' });
    expect(needed).toMatchObject({ kind: "needs_person", resolvedAt: install.clock.now().toISOString() });
  });

  it("closes what was told without a word when the person disconnects", async () => {
    await move(ended);
    await move({ type: "disconnected" }, await install.contextOf(owner));
    expect(await list()).toMatchObject([{ kind: "needs_person", resolvedAt: expect.any(String) }]);
  });

  it("tells until when a session serves that can't be renewed", async () => {
    const session = buildBrokerSession({ connectionId: connection.id, ownerId: owner.id });
    await install.services.storage.brokerSessions.create(session);
    await move({ type: "renewal_refused", code: "AUTH_SESSION_EXPIRED" });
    expect(await list()).toMatchObject([{ deadlineAt: session.expiresAt.toISOString() }]);
  });

  it("tells no deadline where there is no session to serve on", async () => {
    await move({ type: "renewal_refused", code: "AUTH_SESSION_EXPIRED" });
    expect(await list()).toMatchObject([{ kind: "needs_person", deadlineAt: null }]);
  });

  it("is not told to whoever does it, a long pause is", async () => {
    const atThePage = await install.contextOf(owner);
    await move({ type: "renewal_refused", code: "AUTH_SESSION_EXPIRED" }, atThePage);
    expect(await list()).toEqual([]);
    await move({ type: "login_held_back", notBefore: inMinutes(15) }, atThePage);
    expect(await list()).toMatchObject([
      {
        kind: "login_locked",
        deadlineAt: inMinutes(15).toISOString(),
        title: expect.stringContaining("paused"),
      },
    ]);
  });

  it.each([
    ["the keeper", true],
    ["the person", false],
  ])("tells of a challenge when the login was begun by %s: %s", async (_by, isTold) => {
    const startedAt = install.clock.now();
    connection = buildConnection({
      ownerId: owner.id,
      status: "connecting",
      nextAction: "none",
      autoLoginAt: isTold ? startedAt : null,
    });
    await install.services.storage.connections.create(connection);
    const attempt = buildLoginAttempt({ connectionId: connection.id, ownerId: owner.id, startedAt });
    await install.services.storage.loginAttempts.create(attempt);
    await move({ type: "challenge_waiting", challenge: "prompt" });
    const told = await list();
    expect(told).toHaveLength(isTold ? 1 : 0);
    if (isTold) {
      expect(told).toMatchObject([{ deadlineAt: attempt.deadlineAt.toISOString() }]);
      expect(told[0]?.text).toContain("waits for your approval");
    }
  });
});

describe("notices in the app", () => {
  it("are paged, counted and marked as read", async () => {
    for (let round = 0; round < 3; round += 1) {
      await move(ended);
      connection = { ...connection, status: "connected", health: "ok" };
    }
    const { notices } = await install.callerOf(owner);
    const first = await notices.list({ limit: 2 });
    expect(first.notices).toHaveLength(2);
    expect(first.before).toBe(first.notices[1]?.seq);
    const second = await notices.list({ limit: 2, before: first.before ?? 0 });
    expect(second).toMatchObject({ notices: [{ readAt: null }], before: null });
    const upto = first.notices[0]?.seq ?? 0;
    expect(await notices.unread()).toEqual({ count: 3, upto, troubledChannels: 0 });
    expect(await notices.markRead({ upto: upto - 1 })).toEqual({ count: 2 });
    expect(await notices.markRead({ upto })).toEqual({ count: 1 });
    expect(await notices.unread()).toEqual({ count: 0, upto, troubledChannels: 0 });
    const stranger = (await install.callerOf(await install.addPerson())).notices;
    expect(await stranger.unread()).toEqual({ count: 0, upto: 0, troubledChannels: 0 });
    expect(await stranger.markRead({ upto })).toEqual({ count: 0 });
  });

  it("are closed when their connection is removed", async () => {
    await move(ended);
    await (await install.callerOf(owner)).connections.remove({ connectionId: connection.id });
    expect(await list()).toMatchObject([{ connectionId: connection.id, resolvedAt: expect.any(String) }]);
  });
});
