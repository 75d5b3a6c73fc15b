import { describe, expect, it } from "vitest";
import { afterFailure, type FailureCount } from "@/server/services/connections/retry-schedule";

const START = new Date("2026-03-02T14:30:00.000Z");
const NONE: FailureCount = { failedDays: 0, lastFailedDay: null, lastFailureAt: null, nextAttemptAt: null };

function fail(previous: FailureCount, now: Date, chance = 0, retryAfterSeconds?: number) {
  return afterFailure(previous, { now, chance, retryAfterSeconds });
}

/** Fails at each planned attempt until so many attempts were made. */
function pauses(count: number, chance: number): number[] {
  const seconds: number[] = [];
  let state: FailureCount = NONE;
  let now = START;
  for (let round = 0; round < count; round += 1) {
    const next = fail(state, now, chance);
    seconds.push(((next.nextAttemptAt?.getTime() ?? Number.NaN) - now.getTime()) / 1000);
    state = next;
    now = next.nextAttemptAt ?? now;
  }
  return seconds;
}

describe("the pause after a failure", () => {
  it("starts at 30 seconds and doubles to 15 minutes", () => {
    expect(pauses(8, 0)).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
  });

  it.each([0, 0.25, 0.5, 0.75, 1])("still grows and keeps its bounds with chance %d", (chance) => {
    const all = pauses(10, chance);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(24);
    expect(Math.max(...all)).toBeLessThanOrEqual(900);
    expect(all.at(-1)).toBeGreaterThanOrEqual(720);
    expect(all.slice(0, 5)).toEqual(all.slice(0, 5).toSorted((one, other) => one - other));
  });

  it("is the broker's where that is longer, up to a day, and ours where it is shorter", () => {
    const at = (retryAfterSeconds: number) =>
      ((fail(NONE, START, 0, retryAfterSeconds).nextAttemptAt?.getTime() ?? 0) - START.getTime()) / 1000;
    expect(at(3600)).toBe(3600);
    expect(at(5)).toBe(30);
    expect(at(1e12)).toBe(86_400);
  });

  it("goes on from the longest of ours after one that the broker asked for", () => {
    const asked = fail(NONE, START, 0, 7200);
    const now = asked.nextAttemptAt ?? START;
    const next = fail(asked, now);
    expect((next.nextAttemptAt?.getTime() ?? 0) - now.getTime()).toBe(900_000);
  });
});

describe("the count of failures", () => {
  it("grows once a day, whatever happens within it", () => {
    let state: FailureCount = NONE;
    for (let minute = 0; minute < 500; minute += 1) {
      state = fail(state, new Date(START.getTime() + minute * 60_000));
    }
    expect(state).toMatchObject({ failedDays: 1, lastFailedDay: "2026-03-02" });
  });

  it("goes by days of UTC", () => {
    const late = fail(NONE, new Date("2026-03-02T23:59:59.999Z"));
    expect(fail(late, new Date("2026-03-03T00:00:00.000Z")).failedDays).toBe(2);
  });

  it("gives up on the fourth day, and plans no attempt any more", () => {
    let state: FailureCount = NONE;
    for (const day of ["02", "05", "06"]) {
      const next = fail(state, new Date(`2026-03-${day}T10:00:00Z`));
      expect(next.givenUp).toBe(false);
      expect(next.nextAttemptAt).not.toBeNull();
      state = next;
    }
    expect(fail(state, new Date("2026-03-09T10:00:00Z"))).toEqual({
      failedDays: 4,
      lastFailedDay: "2026-03-09",
      lastFailureAt: new Date("2026-03-09T10:00:00Z"),
      nextAttemptAt: null,
      givenUp: true,
    });
  });
});
