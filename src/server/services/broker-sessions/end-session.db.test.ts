import { afterAll, beforeAll, expect, it } from "vitest";
import { endSession } from "@/server/services/broker-sessions/end-session";
import { refreshSession } from "@/server/services/broker-sessions/refresh-session";
import { addConnection } from "@/server/services/connections/add-connection";
import { startLogin } from "@/server/services/connections/start-login";
import type { ServiceContext } from "@/server/services/service-context";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let ctx: ServiceContext;
let connectionId: string;

beforeAll(async () => {
  install = await createTestInstall();
  ctx = await install.contextOf(await install.addPerson());
  connectionId = (await addConnection(ctx, { broker: "robinhood", label: "hana", access: "read_only" })).id;
  const credentials = { username: "hana@example.com", password: "not-a-real-password-hana" };
  await startLogin(ctx, { connectionId, credentials, remember: false });
});
afterAll(() => install.close());

async function held() {
  const connection = await ctx.storage.connections.byId(connectionId);
  const session = await ctx.storage.brokerSessions.byConnection(connectionId);
  if (connection === null || session === null) throw new Error("The session is gone");
  return { connection, session };
}
async function refresh(): Promise<unknown> {
  const { connection, session } = await held();
  return refreshSession(ctx, connection, session, "keeper").catch((error: unknown) => error);
}

it("tells the lost answer still when the session that it left has run out", async () => {
  install.sandbox.control.addFault({ kind: "reset-after", grant: "refresh_token", count: 1 });
  expect(await refresh()).toMatchObject({ code: "CONN_NETWORK_ERROR" });
  expect(await refresh()).toMatchObject({ code: "AUTH_REFRESH_ANSWER_LOST" });
  const { connection, session } = await held();
  expect(connection).toMatchObject({ status: "connected", errorCode: "AUTH_REFRESH_ANSWER_LOST" });

  await endSession(ctx, connection, session, "AUTH_SESSION_EXPIRED");
  expect((await held()).connection).toMatchObject({
    status: "expired",
    health: "needs_person",
    errorCode: "AUTH_REFRESH_ANSWER_LOST",
  });
  expect((await install.events()).at(-1)).toMatchObject({
    eventType: "SESSION_EXPIRED",
    details: { code: "AUTH_REFRESH_ANSWER_LOST" },
  });
});
