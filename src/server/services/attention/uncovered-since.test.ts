import { expect, it } from "vitest";
import { uncoveredSince } from "@/server/services/attention/uncovered-since";
import type { CycleEvent } from "@/shared/schemas/wheel";
import { cycleEvent, openShort, optionTerms, wheelCycle } from "@/test/wheel-builders";

const CALL = optionTerms({ contractId: "call-1", right: "call", strike: "180" });

/** A history of one event a day, from 2 February on. */
function history(...events: [CycleEvent["kind"], string, ("put" | "call")?][]): CycleEvent[] {
  return events.map(([kind, quantity, right], index) =>
    cycleEvent({
      kind,
      quantity,
      option: right === "call" ? CALL : right === "put" ? optionTerms() : null,
      at: `2026-02-${String(index + 2).padStart(2, "0")}T15:00:00.000Z`,
    }),
  );
}
const assigned = (contracts: string): [CycleEvent["kind"], string, "put"] => ["assigned", contracts, "put"];

it.each([
  ["assigned and left", "100", "0", history(["put_sold", "1", "put"], assigned("1")), "03"],
  [
    "a call expired",
    "100",
    "0",
    history(assigned("1"), ["call_sold", "1", "call"], ["expired", "1", "call"]),
    "04",
  ],
  [
    "a call was bought back",
    "100",
    "0",
    history(assigned("1"), ["call_sold", "1", "call"], ["bought_back", "1", "call"], ["dividend", "100"]),
    "04",
  ],
  [
    "half is covered anew each week",
    "200",
    "-1",
    history(assigned("2"), ["call_sold", "1", "call"], ["expired", "1", "call"], ["call_sold", "1", "call"]),
    "02",
  ],
  [
    "a put expired meanwhile",
    "100",
    "0",
    history(assigned("1"), ["put_sold", "1", "put"], ["expired", "1", "put"], ["bought_back", "1", "put"]),
    "02",
  ],
  [
    "more was bought",
    "200",
    "-1",
    history(["shares_taken_in", "100"], ["call_sold", "1", "call"], ["shares_bought", "100"]),
    "04",
  ],
  [
    "the covered half was called away",
    "100",
    "0",
    history(assigned("2"), ["call_sold", "1", "call"], ["called_away", "1", "call"]),
    "02",
  ],
  ["some were sold", "100", "0", history(assigned("2"), ["shares_sold", "100"]), "02"],
  ["they were split", "400", "0", history(assigned("1"), ["split", "400"]), "03"],
  ["the contract was changed", "100", "0", history(assigned("1"), ["contract_changed", "1", "call"]), "03"],
])("uncovered since the day on which it began: %s", async (_what, shares, calls, events, day) => {
  const shorts = calls === "0" ? [openShort()] : [openShort({ option: CALL, quantity: calls })];
  const since = await uncoveredSince(wheelCycle({ shares, shorts, events }));
  expect(since.toISOString()).toBe(`2026-02-${day}T15:00:00.000Z`);
});

it("uncovered since the beginning of the cycle where its history does not tell", async () => {
  const cycle = wheelCycle({ shares: "300", shorts: [], events: history(assigned("1")) });
  expect((await uncoveredSince(cycle)).toISOString()).toBe(cycle.openedAt);
});

it("takes the multiplier where nobody says what a contract delivers, and a share for no contract", async () => {
  const unknown = optionTerms({ right: "call", sharesPerContract: null });
  const events = [
    cycleEvent({ kind: "assigned", quantity: "100", option: null, at: "2026-02-02T15:00:00.000Z" }),
    cycleEvent({ kind: "call_sold", quantity: "1", option: unknown, at: "2026-02-03T15:00:00.000Z" }),
    cycleEvent({ kind: "expired", quantity: "1", option: unknown, at: "2026-02-04T15:00:00.000Z" }),
  ];
  const cycle = wheelCycle({ shares: "100", shorts: [], events });
  expect((await uncoveredSince(cycle)).toISOString()).toBe("2026-02-04T15:00:00.000Z");
  const half = wheelCycle({
    shares: "300",
    shorts: [openShort({ option: unknown, quantity: "-2" })],
    events: [events[0] ?? cycleEvent()],
  });
  expect((await uncoveredSince(half)).toISOString()).toBe("2026-02-02T15:00:00.000Z");
});

it("looks back through a history of thousands of events", async () => {
  const old = cycleEvent({ kind: "assigned", at: "2026-01-05T15:00:00.000Z", option: optionTerms() });
  const since = cycleEvent({ kind: "dividend", option: null });
  const events = [old, ...Array.from({ length: 2_500 }, () => since)];
  const found = await uncoveredSince(wheelCycle({ shares: "100", shorts: [], events }));
  expect(found.toISOString()).toBe(old.at);
});
