import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { identifyWheelPositions } from "@/server/services/wheel/identify-wheel-positions";
import { readCycle } from "@/server/services/wheel/read-cycle";
import { newYorkDay } from "@/shared/new-york-time";
import type { CycleHistory, Roll, WheelCycle, WheelView } from "@/shared/schemas/wheel";
import { connectKept } from "@/test/kept-connection";
import { createTestInstall, type TestInstall } from "@/test/test-install";
import {
  WORKED_CYCLES,
  WORKED_GAP,
  WORKED_START,
  type WorkedCycle,
  type WorkedRoll,
} from "@/test/worked-cycles";

const DAY_MS = 86_400_000;
const people = ["paul", "quinn", "rosa"] as const;

let install: TestInstall;
const views = new Map<string, WheelView>();
const histories = new Map<string, CycleHistory>();
/** How many days later the sandbox starts here than it does in the document: whole weeks. */
let shiftDays: number;

beforeAll(async () => {
  install = await createTestInstall();
  shiftDays = Math.round((install.clock.now().getTime() - WORKED_START.getTime()) / DAY_MS);
  for (const person of people) {
    const { owner } = await connectKept(install, person);
    const ctx = await install.contextOf(owner);
    const view = await identifyWheelPositions(ctx, { connectionIds: null, fresh: true });
    views.set(person, view);
    for (const { cycleId } of view.cycles) {
      histories.set(cycleId, (await readCycle(ctx, { cycleId, fresh: false })).history);
    }
  }
});
afterAll(() => install.close());

function viewOf(person: string): WheelView {
  const view = views.get(person);
  if (view === undefined) throw new Error(`${person} has no view`);
  return view;
}

function daysLater(day: string): string {
  return new Date(Date.parse(day) + shiftDays * DAY_MS).toISOString().slice(0, 10);
}

function rollAsWorked({ evidence, joined, quantity, netCredit, daysAdded, strikeMoved }: Roll) {
  return { evidence, joined, quantity, netCredit, daysAdded, strikeMoved };
}

/** What was built, in the words of the document. */
function asWorked(cycle: WheelCycle) {
  const { collected, paidToClose, fees, net, realised, open } = cycle.premium;
  const { chains = [], suggestedRolls = [] } = histories.get(cycle.cycleId) ?? {};
  const rolls = [...chains.flatMap((chain) => chain.rolls), ...suggestedRolls];
  return {
    underlying: cycle.underlying,
    openedOn: newYorkDay(new Date(cycle.openedAt)),
    state: cycle.state,
    ending: cycle.ending,
    shares: cycle.shares,
    ...{ collected, paidToClose, fees, net, realised, open },
    dividends: cycle.dividends,
    shareProfit: cycle.shareProfit,
    realisedProfit: cycle.realisedProfit,
    taxBasis: cycle.taxBasis,
    effectiveBasis: cycle.effectiveBasis,
    breakEven: cycle.breakEven,
    collateral: cycle.collateral,
    rolls: rolls.map(rollAsWorked) satisfies Omit<WorkedRoll, "evidence">[],
  };
}

function expected({ name: _, person: __, openedOn, ...figures }: WorkedCycle) {
  return { ...figures, openedOn: daysLater(openedOn) };
}

describe("the cycles of the sandbox people, through the whole of the server", () => {
  it("start on the weekday of the document", () => {
    expect(shiftDays % 7).toBe(0);
  });

  it.each(WORKED_CYCLES.map((worked) => [worked.name, worked] as const))(
    "has %s as worked out",
    (_, worked) => {
      const wanted = expected(worked);
      const found = viewOf(worked.person)
        .cycles.map(asWorked)
        .filter(
          ({ underlying, openedOn }) => underlying === wanted.underlying && openedOn === wanted.openedOn,
        );
      expect(found).toEqual([wanted]);
    },
  );

  it.each(people)("finds no other cycles of %s, and no reading that failed", (person) => {
    const { cycles, sources } = viewOf(person);
    const worked = WORKED_CYCLES.filter((cycle) => cycle.person === person).length;
    const gaps = person === WORKED_GAP.person ? 1 : 0;
    expect(cycles).toHaveLength(worked + gaps);
    for (const part of sources.flatMap(({ parts }) => parts)) expect(part).toMatchObject({ state: "fresh" });
  });

  it("shows the cycle blocked whose opening nobody knows", () => {
    const cycle = viewOf(WORKED_GAP.person).cycles.find(
      (known) => known.underlying === WORKED_GAP.underlying,
    );
    expect(cycle?.blocked.map(({ missing }) => missing)).toContain(WORKED_GAP.missing);
  });

  it("names every other figure that it can't tell, and blocks nothing else", () => {
    const blocked = people.flatMap((person) =>
      viewOf(person).cycles.flatMap((cycle) => cycle.blocked.map(() => cycle.underlying)),
    );
    expect(new Set(blocked)).toEqual(new Set(["F", "MRDN"]));
  });

  it("leaves beside the wheel what does not belong to it", () => {
    const beside = viewOf("paul").beside.map(({ underlying, quantity, reason }) => [
      underlying,
      quantity,
      reason,
    ]);
    expect(beside.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual([
      ["HLCN", "2", "long_option"],
      ["T", "-3", "spread_leg"],
      ["T", "3", "long_option"],
      ["XSP", "-1", "cash_settled"],
    ]);
  });
});
