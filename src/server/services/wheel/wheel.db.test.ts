import { Decimal } from "decimal.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { backgroundReadsDone } from "@/server/services/portfolio/background-reads";
import { connectKept } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";

let install: TestInstall;

beforeAll(async () => {
  install = await createTestInstall();
});
afterAll(() => install.close());
beforeEach(() => {
  install.sandbox.control.reset();
  install.sandbox.control.clock.set(install.clock.now());
});

/** A new person with one connection for each of these of the sandbox's people. */
async function wheeler(...whos: string[]) {
  const owner = await install.addPerson();
  const ids: string[] = [];
  for (const who of whos) {
    ids.push((await connectKept(install, who, { owner })).id);
    install.advance(1);
  }
  return { owner, ids, caller: await install.callerOf(owner) };
}

describe("the wheel over several accounts and connections", () => {
  it("is told by cycle, open ones first, and adds up by underlying", async () => {
    const { caller, ids } = await wheeler("quinn", "tess");
    const view = await caller.wheel.overview({});
    expect(view.today).toBe("2026-03-02");
    expect(view.sources.map(({ label, connectionId }) => [label, connectionId])).toEqual([
      ["quinn", ids[0]],
      ["tess", ids[1]],
    ]);
    const parts = view.sources.flatMap((source) => source.parts);
    expect(new Set(parts.map(({ state }) => state))).toEqual(new Set(["fresh"]));
    expect(view.sources[0]?.parts.filter(({ part }) => part === "contracts")).toHaveLength(1);
    const closed = view.cycles.map(({ closedAt }) => closedAt !== null);
    expect(closed).toEqual(closed.toSorted());
    expect(view.byUnderlying).toMatchObject([
      { underlying: "F", accounts: 1, openCycles: 1 },
      { underlying: "SOFI", accounts: 3, openCycles: 3, closedCycles: 1, shares: "200" },
    ]);
    expect(JSON.stringify(view)).not.toContain("accountNumber");
    expect(view.cycles.every(({ maskedNumber }) => /^••••.{4}$/.test(maskedNumber))).toBe(true);
  });

  it("can be asked of one connection, and of nobody else's", async () => {
    const { caller, ids } = await wheeler("quinn", "tess");
    const view = await caller.wheel.overview({ connectionIds: ids.slice(1).concat(ids.slice(1)) });
    expect(view.byUnderlying.map(({ underlying }) => underlying)).toEqual(["F"]);
    const stranger = await wheeler();
    await expect(stranger.caller.wheel.overview({ connectionIds: ids })).rejects.toThrow(
      "no such connection",
    );
    expect(await stranger.caller.wheel.overview({})).toMatchObject({ sources: [], cycles: [] });
  });

  it("has a page of each cycle with all that happened in it, and nobody else's", async () => {
    const { caller } = await wheeler("quinn", "tess");
    const view = await caller.wheel.overview({});
    expect(view.cycles[0]).not.toHaveProperty("events");
    for (const cycle of view.cycles) {
      const { cycleId, connectionId, openedAt } = cycle;
      const page = await caller.wheel.cycle({ cycleId, fresh: cycle === view.cycles[0] });
      expect(page).toMatchObject({ cycle, today: view.today, revalidating: false, source: { connectionId } });
      expect(page.history.events[0]?.at).toBe(openedAt);
      expect(page.history.events).toHaveLength(page.eventCount);
      const joined = page.history.chains.flatMap(({ rolls }) => rolls);
      expect(joined.length + page.history.suggestedRolls.length).toBe(page.rollCount);
    }
    const [{ cycleId } = { cycleId: "none" }] = view.cycles;
    const stranger = await wheeler();
    await expect(stranger.caller.wheel.cycle({ cycleId })).rejects.toThrow("no such cycle");
  });

  it("lists what lies beside it with the reason", async () => {
    const { caller } = await wheeler("paul");
    const { beside } = await caller.wheel.overview({});
    expect(beside.map(({ option, reason }) => `${option.underlying} ${reason}`).toSorted()).toEqual([
      "HLCN long_option",
      "T long_option",
      "T spread_leg",
      "XSP cash_settled",
    ]);
  });

  it("is told as it was when a broker fails, and of a connection that never answered nothing", async () => {
    const { caller, ids, owner } = await wheeler("quinn");
    const before = await caller.wheel.overview({});
    install.sandbox.control.addFault({ kind: "status", status: 503 });
    const silent = await connectKept(install, "tess", { owner });
    const view = await caller.wheel.overview({ fresh: true });
    const statesOf = (id: string | undefined) =>
      new Set(view.sources.find(({ connectionId }) => connectionId === id)?.parts.map(({ state }) => state));
    expect(statesOf(ids[0])).toEqual(new Set(["stale"]));
    expect(statesOf(silent.id)).toEqual(new Set(["failed"]));
    expect(view.cycles.map(({ cycleId }) => cycleId)).toEqual(before.cycles.map(({ cycleId }) => cycleId));
  });

  it("says that a newer reading is on its way", async () => {
    const { caller } = await wheeler("tess");
    expect((await caller.wheel.overview({})).revalidating).toBe(false);
    install.advance(61);
    expect((await caller.wheel.overview({})).revalidating).toBe(true);
    await backgroundReadsDone(install.services);
    expect((await caller.wheel.overview({})).revalidating).toBe(false);
  });
});

describe("a pair of trades that may be a roll", () => {
  it("is joined, cut or left open by the person's word, which is kept and audited", async () => {
    const { caller, ids } = await wheeler("paul");
    const connectionId = ids[0] ?? "";
    const { cycles } = await caller.wheel.overview({});
    const histories = async () => {
      const views = cycles.map(({ cycleId }) => caller.wheel.cycle({ cycleId }));
      return (await Promise.all(views)).map(({ history }) => history);
    };
    const suggested = async () => (await histories()).flatMap(({ suggestedRolls }) => suggestedRolls);
    const joined = async (rollId: string) =>
      (await histories())
        .flatMap(({ chains }) => chains)
        .flatMap(({ rolls }) => rolls)
        .find((roll) => roll.rollId === rollId);
    const roll = (await suggested()).find((pair) => !pair.joined);
    const rollId = roll?.rollId ?? "none";
    expect(roll?.evidence).toBe("same_day");

    await caller.wheel.decideRoll({ connectionId, rollId, decision: "joined" });
    expect(await joined(rollId)).toMatchObject({ joined: true, evidence: "person" });
    await caller.wheel.decideRoll({ connectionId, rollId, decision: "cut" });
    expect(await joined(rollId)).toBeUndefined();
    await caller.wheel.decideRoll({ connectionId, rollId, decision: null });
    expect((await suggested()).find((pair) => pair.rollId === rollId)).toEqual(roll);
    await expect(
      caller.wheel.decideRoll({ connectionId, rollId: "of nobody", decision: "cut" }),
    ).rejects.toThrow("no such pair");

    const events = (await install.events()).filter(({ targetId }) => targetId === connectionId);
    expect(
      events.flatMap(({ eventType, details }) => (eventType === "ROLL_DECIDED" ? [details] : [])),
    ).toEqual([
      { rollId, decision: "joined" },
      { rollId, decision: "cut" },
      { rollId, decision: null },
    ]);
  });
});

describe("the income of the wheel", () => {
  it("sums up by week and by month to the same, and to what the cycles tell", async () => {
    const { caller, ids } = await wheeler("paul");
    const income = await caller.wheel.income({ connectionIds: ids });
    const { cycles } = await caller.wheel.overview({});
    const sum = (amounts: string[]) => Decimal.sum(0, ...amounts).toFixed();
    for (const figure of ["collected", "paidToClose", "fees", "realised"] as const) {
      const byMonth = sum(income.months.map((span) => span[figure]));
      expect(sum(income.weeks.map((span) => span[figure]))).toBe(byMonth);
      expect(byMonth, figure).toBe(sum(cycles.map(({ premium }) => premium[figure])));
    }
    expect(sum(income.months.map(({ dividends }) => dividends))).toBe(
      sum(cycles.map(({ dividends }) => dividends)),
    );
    expect(income.realised).toBe(sum(cycles.map(({ premium }) => premium.realised)));
    expect(income.open).toBe(sum(cycles.map(({ premium }) => premium.open)));
    const tiedUp = new Decimal(income.capital.at(-1)?.puts ?? 0).plus(income.capital.at(-1)?.shares ?? 0);
    const open = cycles.filter(({ closedAt }) => closedAt === null);
    expect(tiedUp.toFixed()).toBe(sum(open.map(({ collateral }) => collateral ?? "NaN")));
    expect(income.calendar.map(({ day }) => day)).toEqual(income.calendar.map(({ day }) => day).toSorted());
    expect(income).toMatchObject({ sources: [{ label: "paul" }], revalidating: false });
  });
});
