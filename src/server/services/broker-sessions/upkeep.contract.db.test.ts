import { describeUpkeepContract } from "@/server/services/broker-sessions/upkeep.contract";
import { addConnection } from "@/server/services/connections/add-connection";
import { startLogin } from "@/server/services/connections/start-login";
import { createStorage } from "@/server/storage/create-storage";
import type { Storage } from "@/server/storage/storage";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let one: TestInstall;
let other: TestInstall;
/** The other process has a client of its own for the same database. */
let storage: Storage;
const settings = { requestsPerMinute: 1000 };

const advance = (seconds: number) => {
  one.advance(seconds);
  other.clock.advance(seconds * 1000);
};

describeUpkeepContract("Robinhood on the sandbox", {
  tokenLifeSeconds: 86_401,
  start: async () => {
    one = await createTestInstall({ settings, process: "test-1" });
    storage = await createStorage({ databaseUrl: one.databaseUrl });
    other = await createTestInstall({
      settings,
      process: "test-2",
      sandbox: one.sandbox,
      storage: {
        storage,
        databaseUrl: one.databaseUrl,
        provider: storage.provider,
        close: () => storage.close(),
      },
    });
    return [one, other];
  },
  stop: async () => {
    await other.close();
    await storage.close();
    await one.close();
  },
  reset: () => {
    const { control } = one.sandbox;
    control.reset();
    // Tokens end at whole seconds.
    advance((1000 - (one.clock.now().getTime() % 1000)) / 1000);
    control.clock.set(one.clock.now());
  },
  advance,
  connect: async (ctx) => {
    const added = await addConnection(ctx, { broker: "robinhood", label: "hana", access: "read_only" });
    await startLogin(ctx, {
      connectionId: added.id,
      credentials: { username: "hana@example.com", password: "not-a-real-password-hana" },
      remember: false,
    });
    return added.id;
  },
  exchanges: () =>
    one.sandbox.control.requests().filter((request) => request.grant === "refresh_token").length,
  liveSessions: () => one.sandbox.control.person("hana")?.liveSessions ?? Number.NaN,
  omitRefreshToken: (omitRefreshToken) => one.sandbox.control.setKnobs({ omitRefreshToken }),
  punishReuse: () => one.sandbox.control.setKnobs({ refreshReuseEndsSession: true }),
  delayExchanges: (delayMs) => {
    one.sandbox.control.addFault({ kind: "delay", delayMs, path: "/oauth2/token/", grant: "refresh_token" });
  },
});
