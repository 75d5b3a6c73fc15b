import { afterAll, beforeAll, expect, it } from "vitest";
import { createStorage } from "@/server/storage/create-storage";
import type { Storage } from "@/server/storage/storage";
import { callApi, giveToken } from "@/test/api-caller";
import { createTestInstall, type TestInstall } from "@/test/test-install";

const DAY_SECONDS = 86_400;
const ROUNDS = 5;

/** Two processes, each with a client of its own, on one database. */
let one: TestInstall;
let two: TestInstall;
let storageOfTwo: Storage;
let passing: NodeJS.Timeout;

beforeAll(async () => {
  one = await createTestInstall({ process: "desk-1" });
  const { databaseUrl, sandbox } = one;
  storageOfTwo = await createStorage({ databaseUrl });
  const { provider } = storageOfTwo;
  const storage = { storage: storageOfTwo, databaseUrl, provider, close: async () => {} };
  two = await createTestInstall({ process: "desk-2", sandbox, storage });
  // Whoever waits for the other process's renewal must find that time passes.
  passing = setInterval(() => advance(0.05), 5);
});
afterAll(async () => {
  clearInterval(passing);
  await two.close();
  await storageOfTwo.close();
  await one.close();
});

function advance(seconds: number): void {
  one.clock.advance(seconds * 1000);
  two.clock.advance(seconds * 1000);
}

it("two bots, two keepers and a lease on one session lose no refresh: one exchange each time, and all are served", async () => {
  const { control } = one.sandbox;
  // A refresh token that is used twice ends the whole session: nothing could be mended by luck.
  control.setKnobs({ refreshReuseEndsSession: true });
  const owner = await one.addPerson({ roles: ["user", "trader"] });
  const caller = await one.callerOf(owner);
  const { id } = await caller.connections.add({ broker: "robinhood", label: "hana", access: "trading" });
  await caller.connections.startLogin({
    connectionId: id,
    credentials: { username: "hana@example.com", password: "not-a-real-password-hana" },
    remember: false,
  });
  const expiresAt = new Date(one.clock.now().getTime() + 100 * DAY_SECONDS * 1000);
  const bots = await Promise.all([one, two].map(() => giveToken(one.services, owner.id, { expiresAt })));
  const call = (process: TestInstall, bot: number, path: string, body?: object) =>
    callApi(process.services, {
      token: bots[bot] ?? "",
      path: `/connections/${id}${path}`,
      ...(body === undefined ? {} : { method: "POST", body }),
    });
  const accounts: { results: { url: string }[] } = await (await call(one, 0, "/proxy/api/accounts/")).json();
  const order = { account: accounts.results[0]?.url, symbol: "AAPL", side: "buy", quantity: "1", price: "1" };

  for (let round = 1; round <= ROUNDS; round += 1) {
    // The keepers are due to renew, and at the broker the tokens are over already.
    const end = (await one.services.storage.brokerSessions.byConnection(id))?.expiresAt.getTime() ?? 0;
    advance((end - one.clock.now().getTime()) / 1000 - 1800);
    control.clock.set(new Date(end + 600_000));
    control.clearRequests();
    const [kept, ...responses] = await Promise.all([
      Promise.all([one.keep(), two.keep()]),
      call(one, 0, "/proxy/api/positions/?nonzero=true"),
      call(two, 1, "/proxy/api/orders/", order),
      call(two, 1, "/leases", { kind: "full" }),
      call(one, 0, "/proxy/bonfire/user/"),
      call(two, 0, "/proxy/api/user/"),
      call(one, 1, "/leases", {}),
    ]);
    expect(kept).toHaveLength(2);
    expect(responses.map(({ status }) => status)).toEqual([200, 201, 201, 200, 200, 201]);
    await Promise.all(responses.map((response) => response.text()));
    expect(control.requests({ grant: "refresh_token" }), `exchanges of round ${round}`).toHaveLength(1);
    const placed = control.requests({ method: "POST", route: "/orders/" });
    expect(placed.filter(({ status }) => status === 201)).toHaveLength(1);
  }
  expect(await one.services.storage.brokerSessions.byConnection(id)).toMatchObject({
    status: "active",
    credentialVersion: ROUNDS + 1,
  });
}, 60_000);
