import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import {
  type RobinhoodOnSandbox,
  sessionOf,
  startRobinhoodOnSandbox,
} from "@/server/brokers/robinhood/on-sandbox.contract";
import { Secret } from "@/shared/secret";

let on: RobinhoodOnSandbox;

beforeAll(async () => {
  on = await startRobinhoodOnSandbox();
});
afterEach(() => on.sandbox.control.reset());
afterAll(() => on.close());

it("reads every account of the login, over all pages", async () => {
  const session = await sessionOf(on, "ivan");
  const all = await on.broker.getAccountSummary(session);
  expect(all).toHaveLength(4);
  expect(new Set(all.map((account) => account.kind)).size).toBeGreaterThan(1);
  expect(all.every((account) => account.updatedAt === on.clock.now().toISOString())).toBe(true);
  on.sandbox.control.setKnobs({ pageSize: 1 });
  on.sandbox.control.clearRequests();
  expect(await on.broker.getAccountSummary(session)).toEqual(all);
  expect(on.sandbox.control.requests({ route: "/accounts/" })).toHaveLength(4);
});

it("gives no account for a login that has none", async () => {
  expect(await on.broker.getAccountSummary(await sessionOf(on, "noor"))).toEqual([]);
});

it("takes the value of the extended hours where there is one", async () => {
  const session = await sessionOf(on, "ada");
  const regular = (await on.broker.getAccountSummary(session))[0];
  on.sandbox.control.setKnobs({ extendedHours: true });
  const extended = (await on.broker.getAccountSummary(session))[0];
  expect(extended?.portfolioValue).not.toBe(regular?.portfolioValue);
});

it("never gives a total return that it cannot know, nor a zero for it", async () => {
  const [account] = await on.broker.getAccountSummary(await sessionOf(on, "ada"));
  expect(account).toMatchObject({ currency: "USD", totalReturnTotal: null, patternDayTrader: false });
  expect(account?.totalReturnToday).toMatch(/^-?\d+\.\d\d/);
});

it("leaves the day trades open where only they fail, and tells a dead session", async () => {
  const session = await sessionOf(on, "ada");
  const path = "/accounts/*/recent_day_trades/";
  on.sandbox.control.addFault({ kind: "status", status: 404, path, count: 1 });
  const [account] = await on.broker.getAccountSummary(session);
  expect(account?.dayTradesRemaining).toBeNull();
  expect(account?.portfolioValue).not.toBeNull();
  on.sandbox.control.addFault({ kind: "status", status: 401, path });
  await expect(on.broker.getAccountSummary(session)).rejects.toMatchObject({ code: "AUTH_SESSION_EXPIRED" });
});

it("reads with the read-only token, and with the full one where there is no other", async () => {
  const session = await sessionOf(on, "ada");
  const broken = new Secret("not-a-token");
  await on.broker.probe({ ...session, accessToken: broken });
  await expect(on.broker.probe({ ...session, readOnlyToken: broken })).rejects.toMatchObject({
    code: "AUTH_SESSION_EXPIRED",
  });
  await on.broker.probe({ ...session, readOnlyToken: null });
});
