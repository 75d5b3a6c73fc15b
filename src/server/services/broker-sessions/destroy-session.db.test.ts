import { afterAll, beforeAll, expect, it } from "vitest";
import { destroySession } from "@/server/services/broker-sessions/destroy-session";
import type { ServiceContext } from "@/server/services/service-context";
import { systemContext } from "@/server/services/system-context";
import { connectKept } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;

beforeAll(async () => {
  install = await createTestInstall();
});
afterAll(() => install.close());

it("ends the session of a login that came in between too, although its version is the same", async () => {
  const kept = await connectKept(install, "hana");
  const { storage } = install.services;
  let isReplaced = false;
  const ctx: ServiceContext = {
    ...systemContext(install.services),
    storage: {
      ...storage,
      transaction: async (work) => {
        const session = await storage.brokerSessions.byConnection(kept.id);
        if (session !== null && !isReplaced) {
          isReplaced = true;
          await storage.brokerSessions.removeByConnection(kept.id);
          await storage.brokerSessions.create({ ...session, id: "of-the-new-login" });
        }
        return storage.transaction(work);
      },
    },
  };
  const ended = await destroySession(
    ctx,
    await kept.row(),
    async () => {},
    async (_tx, result) => result.sessionId,
  );
  expect(ended).toBe("of-the-new-login");
});
