import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { backgroundReadsDone } from "@/server/services/portfolio/background-reads";
import { getAccountSummary } from "@/server/services/portfolio/get-account-summary";
import type { UserRecord } from "@/server/storage/records";
import { connectKept } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;
let caller: Awaited<ReturnType<TestInstall["callerOf"]>>;
let connectionId: string;
let person: UserRecord;

beforeAll(async () => {
  install = await createTestInstall();
});
afterAll(() => install.close());
beforeEach(async () => {
  install.sandbox.control.reset();
  install.sandbox.control.clock.set(install.clock.now());
  person = await install.addPerson();
  caller = await install.callerOf(person);
  const added = await caller.connections.add({ broker: "robinhood", label: "x", access: "read_only" });
  connectionId = added.id;
  await caller.connections.startLogin({
    connectionId,
    credentials: { username: "hana@example.com", password: "not-a-real-password-hana" },
  });
  install.sandbox.control.clearRequests();
});

describe("the account summary", () => {
  it("comes from the broker with its time, the numbers masked and as decimals", async () => {
    const summary = await caller.portfolio.summary({ connectionId });
    expect(summary.provenance).toEqual({
      source: "robinhood",
      state: "fresh",
      asOf: install.clock.now().toISOString(),
      errorCode: null,
    });
    expect(summary.accounts).toHaveLength(1);
    expect(summary.accounts[0]).toMatchObject({
      currency: "USD",
      maskedNumber: expect.stringMatching(/^••••.{4}$/),
      portfolioValue: expect.stringMatching(/^\d+\.\d+$/),
      buyingPower: expect.stringMatching(/^\d+\.\d+$/),
      patternDayTrader: false,
    });
    expect(JSON.stringify(summary)).not.toContain("accountNumber");
  });

  it("names its accounts alike in every answer, and no other person's", async () => {
    const [mine] = (await caller.portfolio.summary({ connectionId })).accounts;
    expect((await caller.portfolio.summary({ connectionId, fresh: true })).accounts[0]?.accountId).toBe(
      mine?.accountId,
    );
    const other = await connectKept(install, "hana");
    const theirs = await (await install.callerOf(other.owner)).portfolio.summary({ connectionId: other.id });
    expect(theirs.accounts[0]).toMatchObject({ maskedNumber: mine?.maskedNumber });
    expect(theirs.accounts[0]?.accountId).not.toBe(mine?.accountId);
  });

  it("is kept for 60 seconds, then answered at once while it is read again; a wish for a fresh one waits", async () => {
    const first = await caller.portfolio.summary({ connectionId });
    const asked = install.sandbox.control.requests().length;
    install.advance(59);
    expect(await caller.portfolio.summary({ connectionId })).toEqual({ ...first, budget: expect.anything() });
    expect(install.sandbox.control.requests()).toHaveLength(asked);
    install.advance(1);
    expect(await caller.portfolio.summary({ connectionId })).toMatchObject({
      provenance: { state: "stale", asOf: first.provenance.asOf, errorCode: null },
      accounts: first.accounts,
      revalidating: true,
    });
    await backgroundReadsDone(install.services);
    expect(install.sandbox.control.requests()).toHaveLength(asked * 2);
    const asOf = install.clock.now().toISOString();
    expect(await caller.portfolio.summary({ connectionId })).toMatchObject({
      provenance: { state: "fresh", asOf },
      revalidating: false,
    });
    install.advance(1);
    expect((await caller.portfolio.summary({ connectionId, fresh: true })).provenance.asOf).toBe(
      install.clock.now().toISOString(),
    );
    expect(install.sandbox.control.requests()).toHaveLength(asked * 3);
  });

  it("that fails after an earlier one is shown stale, with the reason and the time of the reading", async () => {
    const first = await caller.portfolio.summary({ connectionId });
    install.advance(120);
    install.sandbox.control.addFault({ kind: "status", status: 503 });
    const stale = await caller.portfolio.summary({ connectionId, fresh: true });
    expect(stale).toMatchObject({
      provenance: { state: "stale", asOf: first.provenance.asOf, errorCode: "CONN_BROKER_UNAVAILABLE" },
      revalidating: false,
    });
    expect(stale.accounts).toEqual(first.accounts);
  });

  it.each([
    ["status 403", { kind: "status", status: 403 }, "API_PERMISSION_DENIED"],
    ["status 429", { kind: "status", status: 429 }, "API_RATE_LIMITED"],
    ["status 500", { kind: "status", status: 500 }, "CONN_BROKER_UNAVAILABLE"],
    ["HTML for JSON", { kind: "html" }, "CONN_UNEXPECTED_REPLY"],
    ["truncated JSON", { kind: "truncated" }, "CONN_UNEXPECTED_REPLY"],
    ["wrong types", { kind: "wrong-types" }, "CONN_UNEXPECTED_REPLY"],
    ["an empty body", { kind: "empty" }, "CONN_UNEXPECTED_REPLY"],
    ["a reset before the answer", { kind: "reset-before" }, "CONN_NETWORK_ERROR"],
    ["a reset in the answer", { kind: "reset-during" }, "CONN_NETWORK_ERROR"],
  ])("that never came because of %s is failed and never zero", async (_what, fault, errorCode) => {
    install.sandbox.control.addFault(fault);
    expect(await caller.portfolio.summary({ connectionId })).toEqual({
      connectionId,
      provenance: { source: "robinhood", state: "failed", asOf: null, errorCode },
      accounts: [],
      revalidating: false,
      budget: { limit: 60, remaining: expect.any(Number), resetSeconds: 60 },
    });
    install.sandbox.control.clearFaults();
    expect((await caller.portfolio.summary({ connectionId })).provenance.state).toBe("fresh");
  });

  it("of an expired session asks the person to sign in again", async () => {
    install.sandbox.control.endSessions("hana");
    await caller.portfolio.summary({ connectionId });
    expect((await caller.portfolio.summary({ connectionId })).provenance).toMatchObject({
      state: "failed",
      errorCode: "AUTH_SESSION_EXPIRED",
    });
  });

  it("is read once for 100 callers at once, and tells all of them what is left of the requests", async () => {
    install.advance(60);
    await caller.portfolio.summary({ connectionId });
    const forOne = install.sandbox.control.requests().length;
    for (const fresh of [false, true]) {
      install.advance(60);
      install.sandbox.control.clearRequests();
      // The read is still under way when the last of them asks.
      install.sandbox.control.addFault({ kind: "delay", delayMs: 500, path: "/accounts/", count: 1 });
      const all = Array.from({ length: 100 }, () => caller.portfolio.summary({ connectionId, fresh }));
      const summaries = await Promise.all(all);
      expect(summaries.every(({ revalidating }) => revalidating !== fresh)).toBe(true);
      await backgroundReadsDone(install.services);
      expect(install.sandbox.control.requests()).toHaveLength(forOne);
      const budget = { limit: 60, remaining: 54 - forOne, resetSeconds: 60 };
      const views = fresh ? summaries : [await caller.portfolio.summary({ connectionId })];
      expect(views.every((summary) => summary.provenance.state === "fresh")).toBe(true);
      expect(views.map((summary) => summary.budget)).toEqual(views.map(() => budget));
    }
  });

  it("is refused by the budget, not by the broker, and comes again when there are places", async () => {
    await caller.portfolio.summary({ connectionId });
    const full = Array.from({ length: 60 }, () => install.clock.now().getTime());
    await install.services.storage.requestWindows.put({
      connectionId,
      sentAt: full,
      updatedAt: install.clock.now(),
    });
    install.sandbox.control.clearRequests();
    expect(await caller.portfolio.summary({ connectionId, fresh: true })).toMatchObject({
      provenance: { state: "stale", errorCode: "API_BUDGET_SPENT" },
      budget: { remaining: 0, resetSeconds: 60 },
    });
    expect(install.sandbox.control.requests()).toEqual([]);
    install.advance(60);
    expect(await caller.portfolio.summary({ connectionId, fresh: true })).toMatchObject({
      provenance: { state: "fresh" },
    });
  });

  it("of a broker that the install does not offer any more has neither figures nor a budget", async () => {
    const ctx = { ...(await install.contextOf(person)), brokers: {} };
    expect(await getAccountSummary(ctx, { connectionId, fresh: false })).toMatchObject({
      provenance: { state: "failed", errorCode: "VALIDATION_INVALID_INPUT" },
      budget: null,
    });
  });

  it("of a connection that is not connected is failed, not empty", async () => {
    await caller.connections.disconnect({ connectionId });
    expect((await caller.portfolio.summary({ connectionId })).provenance).toMatchObject({
      state: "failed",
      errorCode: "API_CONFLICT",
    });
  });
});
