import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keepDailyValues } from "@/server/services/portfolio/daily-values";
import { getValueHistory } from "@/server/services/portfolio/get-value-history";
import { readSummaries } from "@/server/services/portfolio/read-summaries";
import { recordDailyValues } from "@/server/services/portfolio/record-daily-values";
import { systemContext } from "@/server/services/system-context";
import type { AccountSummary } from "@/shared/schemas/account";
import { connectKept, type KeptConnection } from "@/test/kept-connection";
import { readingStage } from "@/test/reading-stage";
import { createTestInstall, type TestInstall } from "@/test/test-install";

function summary(accountNumber: string, given: Partial<AccountSummary> = {}): AccountSummary {
  return {
    accountNumber,
    kind: "margin",
    currency: "USD",
    buyingPower: null,
    cash: "20",
    portfolioValue: "1000.5",
    totalReturnToday: null,
    totalReturnTotal: null,
    dayTradesRemaining: null,
    patternDayTrader: null,
    updatedAt: "2026-03-02T14:30:00.000Z",
    ...given,
  };
}

describe("the values of a person's accounts by day", () => {
  const stage = readingStage();

  const keep = async (readAt: string, ...summaries: AccountSummary[]) =>
    keepDailyValues(stage.ctx, await stage.connection(), summaries, new Date(readAt));
  const points = async (from?: string) =>
    (await getValueHistory(stage.ctx, { from })).points.map(
      ({ day, maskedNumber, value, cash }) => `${day} ${maskedNumber} ${value} ${cash}`,
    );

  it("are those of the last reading of each day in New York, oldest first", async () => {
    await keep("2026-03-02T14:30:00.000Z", summary("1111"), summary("2222", { portfolioValue: "7" }));
    await keep("2026-04-01T14:30:00.000Z", summary("1111", { cash: null }));
    await keep("2026-03-02T21:30:00.000Z", summary("1111", { portfolioValue: "1001" }));
    // The evening of the 30th in New York.
    await keep("2026-03-31T03:00:00.000Z", summary("1111", { portfolioValue: null }));
    expect(await points()).toEqual([
      "2026-03-02 ••••1111 1001 20",
      "2026-03-02 ••••2222 7 20",
      "2026-03-30 ••••1111 null 20",
      "2026-04-01 ••••1111 1000.5 null",
    ]);
    expect(await points("2026-03-03")).toHaveLength(2);
    expect(await points("2026-04-02")).toEqual([]);
  });

  it("are kept with each new reading of the summary, and name the accounts as it does", async () => {
    stage.answer({ getAccountSummary: async () => [summary("1111")] });
    await readSummaries(stage.ctx, await stage.connection(), "cached");
    const { id: connectionId } = await stage.connection();
    const { points: all } = await getValueHistory(stage.ctx, {});
    expect(all).toEqual([
      {
        day: "2026-03-02",
        connectionId,
        accountId: expect.stringMatching(/^[\w-]{43}$/),
        maskedNumber: "••••1111",
        value: "1000.5",
        cash: "20",
      },
    ]);
    const owner = await stage.install.callerOf(stage.owner);
    expect(await owner.portfolio.valueHistory({})).toEqual({ points: all });
    const stranger = await stage.install.callerOf(await stage.install.addPerson());
    expect(await stranger.portfolio.valueHistory({})).toEqual({ points: [] });
  });

  it("survive a disconnect and go with the connection", async () => {
    await keep("2026-03-02T14:30:00.000Z", summary("1111"));
    const caller = await stage.install.callerOf(stage.owner);
    const { id: connectionId } = await stage.connection();
    await caller.connections.disconnect({ connectionId });
    expect(await points()).toHaveLength(1);
    await caller.connections.remove({ connectionId });
    expect(await stage.ctx.storage.historyChunks.listOf(connectionId, "daily_values")).toEqual([]);
  });

  it("leave out a month that can't be read any more, which begins anew", async () => {
    await keep("2026-03-02T14:30:00.000Z", summary("1111"));
    await keep("2026-04-01T14:30:00.000Z", summary("1111"));
    const { id } = await stage.connection();
    const [march] = await stage.ctx.storage.historyChunks.listOf(id, "daily_values");
    if (march === undefined) throw new Error("nothing was kept");
    const spoilt = { ciphertext: "v1.spoilt", updatedAt: march.updatedAt };
    await stage.ctx.storage.historyChunks.replace(march.id, march.version, spoilt);
    expect(await points()).toEqual(["2026-04-01 ••••1111 1000.5 20"]);
    await keep("2026-03-03T14:30:00.000Z", summary("1111"));
    expect(await points()).toEqual(["2026-03-03 ••••1111 1000.5 20", "2026-04-01 ••••1111 1000.5 20"]);
  });

  it("lose nothing to another process that writes the same month at the same time", async () => {
    const days = Array.from({ length: 4 }, (_, index) => `2026-03-1${index}`);
    await Promise.all(days.map((day) => keep(`${day}T14:30:00.000Z`, summary("1111"))));
    expect((await points()).map((point) => point.slice(0, 10))).toEqual(days);
  });
});

describe("the keeper of daily values", () => {
  let install: TestInstall;
  let one: KeptConnection;

  beforeAll(async () => {
    // Monday, 9:30 in New York, as every test install begins.
    install = await createTestInstall();
    one = await connectKept(install, "hana");
  });
  afterAll(() => install.close());
  beforeEach(() => install.sandbox.control.clearRequests());

  const round = () => recordDailyValues(systemContext(install.services), new AbortController().signal);
  const daysOf = async ({ owner }: KeptConnection) => [
    ...new Set((await getValueHistory(await install.contextOf(owner), {})).points.map(({ day }) => day)),
  ];
  const asked = () => install.sandbox.control.requests().length;

  it("asks nobody before the market has closed", async () => {
    await round();
    install.advance(6.5 * 3600);
    await round();
    expect(asked()).toBe(0);
    expect(await daysOf(one)).toEqual([]);
  });

  it("reads each connected connection once after 16:15, and not where somebody has looked since", async () => {
    const seen = await connectKept(install, "paul");
    const lost = await connectKept(install, "quinn");
    const row = await lost.row();
    await install.services.storage.connections.update(row.id, row.version, { status: "expired" });
    install.advance(900);
    await (await install.callerOf(seen.owner)).portfolio.summary({ connectionId: seen.id });
    install.sandbox.control.clearRequests();
    await round();
    expect(await daysOf(one)).toEqual(["2026-03-02"]);
    expect(await daysOf(seen)).toEqual(["2026-03-02"]);
    expect(await daysOf(lost)).toEqual([]);
    expect(install.sandbox.control.requests({ person: "hana" }).length).toBeGreaterThan(0);
    expect(install.sandbox.control.requests({ person: "paul" })).toEqual([]);
    install.sandbox.control.clearRequests();
    install.advance(600);
    await round();
    expect(asked()).toBe(0);
  });

  it("asks nobody after 20:00 nor on a weekend, and again the next day", async () => {
    install.advance(86_400 - 600);
    install.sandbox.control.addFault({ kind: "status", status: 503, person: "hana", count: 1 });
    await round();
    expect(await daysOf(one)).toEqual(["2026-03-02"]);
    install.advance(600);
    await round();
    expect(await daysOf(one)).toEqual(["2026-03-02", "2026-03-03"]);
    install.sandbox.control.clearRequests();
    install.advance(3.75 * 3600);
    await round();
    // Saturday at 16:30.
    install.advance(4 * 86_400 - 3.75 * 3600);
    await round();
    expect(asked()).toBe(0);
  });

  it("goes on with the others where one fails on our side", async () => {
    // Monday at 16:40.
    install.advance(2 * 86_400);
    const { storage } = install.services;
    const historyChunks = {
      ...storage.historyChunks,
      listOf: () => Promise.reject(new Error("the database is away")),
    };
    const services = { ...install.services, storage: { ...storage, historyChunks } };
    await recordDailyValues(systemContext(services), new AbortController().signal);
    expect(install.logLines.join("")).toContain("the database is away");
  });
});
