import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { refreshSession } from "@/server/services/broker-sessions/refresh-session";
import { addConnection } from "@/server/services/connections/add-connection";
import { cancelLogin } from "@/server/services/connections/cancel-login";
import { checkConnection } from "@/server/services/connections/check-connection";
import { getConnection } from "@/server/services/connections/get-connection";
import { startLogin } from "@/server/services/connections/start-login";
import type { ServiceContext } from "@/server/services/service-context";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let ctx: ServiceContext;
let connectionId: string;

beforeAll(async () => {
  install = await createTestInstall();
});
afterAll(() => install.close());
beforeEach(async () => {
  install.sandbox.control.reset();
  install.sandbox.control.clock.set(install.clock.now());
  ctx = await install.contextOf(await install.addPerson());
});

const login = (person: string, password = `not-a-real-password-${person}`) =>
  startLogin(ctx, { connectionId, credentials: { username: `${person}@example.com`, password } });

/** A connection whose session still serves, but can't be renewed any more. */
async function notRenewable(person: string): Promise<string> {
  const added = await addConnection(ctx, { broker: "robinhood", label: person, access: "read_only" });
  connectionId = added.id;
  install.sandbox.control.setKnobs({ approval: "none" }, person);
  await login(person);
  install.sandbox.control.resetKnobs(person);
  install.sandbox.control.setKnobs({ workflowOnRefresh: true, alwaysAsk: true }, person);
  const [connection, session] = [
    await ctx.storage.connections.byId(connectionId),
    await ctx.storage.brokerSessions.byConnection(connectionId),
  ];
  if (connection === null || session === null) throw new Error("It is not connected");
  await expect(refreshSession(ctx, connection, session, "keeper")).rejects.toMatchObject({
    code: "AUTH_SESSION_EXPIRED",
  });
  expect(await getConnection(ctx, { connectionId })).toMatchObject({
    status: "connected",
    health: "needs_person",
    nextAction: "sign_in_again",
  });
  return session.id;
}

describe("a session that serves while its person signs in anew", () => {
  it("is there again when the sign-in is cancelled, and still asks for its person", async () => {
    const sessionId = await notRenewable("ada");
    const waiting = await login("ada");
    expect(waiting.status).toBe("challenge");
    await cancelLogin(ctx, { connectionId, loginId: waiting.login?.id ?? "" });
    expect(await getConnection(ctx, { connectionId })).toMatchObject({
      status: "connected",
      health: "needs_person",
      nextAction: "sign_in_again",
      session: { id: sessionId },
    });
    await checkConnection(ctx, { connectionId });
  });

  it("is there again when the password was wrong, with the pause that protects the account", async () => {
    const sessionId = await notRenewable("hana");
    await login("hana", "a wrong password");
    expect(await getConnection(ctx, { connectionId })).toMatchObject({
      status: "connected",
      health: "locked",
      nextAction: "wait_until",
      errorCode: "AUTH_INVALID_CREDENTIALS",
      session: { id: sessionId },
    });
    await checkConnection(ctx, { connectionId });
    install.advance(31);
    install.sandbox.control.setKnobs({ alwaysAsk: false }, "hana");
    expect((await login("hana")).status).toBe("connected");
  });

  it("is there again when the challenge was not answered in time", async () => {
    const sessionId = await notRenewable("ada");
    await login("ada");
    install.advance(400);
    await install.drive();
    expect(await getConnection(ctx, { connectionId })).toMatchObject({
      status: "connected",
      health: "needs_person",
      errorCode: "AUTH_CHALLENGE_EXPIRED",
      session: { id: sessionId },
    });
  });

  it("is replaced by the new one", async () => {
    const sessionId = await notRenewable("hana");
    install.sandbox.control.resetKnobs("hana");
    const connected = await login("hana");
    expect(connected).toMatchObject({ status: "connected", health: "ok" });
    expect(connected.session?.id).not.toBe(sessionId);
  });

  it("is not brought back once its time is over: the connection can be tried again by hand", async () => {
    const sessionId = await notRenewable("ada");
    const session = await ctx.storage.brokerSessions.byId(sessionId);
    const waiting = await login("ada");
    const leftMs = (session?.expiresAt.getTime() ?? 0) - install.clock.now().getTime();
    install.clock.advance(leftMs + 1000);
    await cancelLogin(ctx, { connectionId, loginId: waiting.login?.id ?? "" });
    expect(await getConnection(ctx, { connectionId })).toMatchObject({
      status: "error",
      health: "needs_person",
      nextAction: "try_again",
    });
  });
});
