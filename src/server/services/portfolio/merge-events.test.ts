import { describe, expect, it } from "vitest";
import { changeMonth, inOrder, monthChanges } from "@/server/services/portfolio/merge-events";
import type { AccountEvent } from "@/shared/schemas/activity";

function event(
  eventId: string,
  at: string,
  given: { accountNumber?: string; paid?: boolean } = {},
): AccountEvent {
  return {
    kind: "dividend",
    eventId,
    accountNumber: given.accountNumber ?? "1",
    at,
    symbol: "ACME",
    amount: "12.5",
    sharesHeld: null,
    exDate: null,
    payDate: null,
    paid: given.paid ?? true,
  };
}

const MARCH = "2026-03-10T20:00:00.000Z";
const APRIL = "2026-04-01T20:00:00.000Z";

/** What the changes are, as lists of ids. */
const changesOf = async (known: AccountEvent[], read: AccountEvent[]) =>
  Object.fromEntries(
    [...(await monthChanges(known, read))].map(([month, { put, drop }]) => [
      month,
      { put: put.map(({ eventId }) => eventId), drop: [...drop] },
    ]),
  );

describe("events that were read", () => {
  it("change nothing where they are known as they are", async () => {
    expect(await changesOf([event("a", MARCH)], [event("a", MARCH)])).toEqual({});
  });

  it("are put into their month, new or changed", async () => {
    const known = [event("a", MARCH, { paid: false }), event("b", MARCH)];
    expect(await changesOf(known, [event("a", MARCH), event("b", MARCH), event("c", APRIL)])).toEqual({
      "2026-03": { put: ["a"], drop: [] },
      "2026-04": { put: ["c"], drop: [] },
    });
  });

  it("leave the month that they were in when their time changed", async () => {
    const known = [event("a", MARCH, { paid: false })];
    expect(await changesOf(known, [event("a", APRIL)])).toEqual({
      "2026-03": { put: [], drop: ["1 a"] },
      "2026-04": { put: ["a"], drop: [] },
    });
  });

  it("count once, as the last of one id says, and for each account by itself", async () => {
    const read = [
      event("a", MARCH, { paid: false }),
      event("a", APRIL),
      event("a", MARCH, { accountNumber: "2" }),
    ];
    expect(await changesOf([], read)).toEqual({
      "2026-04": { put: ["a"], drop: [] },
      "2026-03": { put: ["a"], drop: [] },
    });
  });
});

it("a month after its change is in order and has each event once", () => {
  const before = [
    event("a", MARCH, { paid: false }),
    event("gone", MARCH),
    event("c", "2026-03-20T20:00:00.000Z"),
  ];
  const change = { put: [event("a", MARCH), event("0", "2026-03-10T20:00:00Z")], drop: new Set(["1 gone"]) };
  expect(changeMonth(before, change)).toEqual([
    event("0", "2026-03-10T20:00:00Z"),
    event("a", MARCH),
    event("c", "2026-03-20T20:00:00.000Z"),
  ]);
});

it("order is by time, however it is written, then by id", () => {
  const events = [
    event("b", "2026-03-10T20:00:00Z"),
    event("a", "2026-03-10T20:00:00.500Z"),
    event("a", "2026-03-10T20:00:00.000Z"),
  ];
  expect(inOrder(events).map(({ eventId, at }) => `${eventId} ${at}`)).toEqual([
    "a 2026-03-10T20:00:00.000Z",
    "b 2026-03-10T20:00:00Z",
    "a 2026-03-10T20:00:00.500Z",
  ]);
});
