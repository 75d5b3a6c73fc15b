import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allowRequest,
  type RequestWindow,
  readingLimits,
  recentRequests,
  requestBudget,
  sessionLimits,
  timeUntilReset,
} from "@/server/services/upstream/request-window";

const T0 = Date.parse("2026-03-02T14:30:00.000Z");
const all = (perMinute: number) => ({ perMinute, keptBack: 0 });

describe("the share kept back from reads", () => {
  it.each([
    [1, 0],
    [2, 1],
    [3, 2],
    [10, 2],
    [20, 2],
    [21, 3],
    [60, 6],
    [6000, 600],
  ])("of %i a minute is %i", (perMinute, keptBack) => {
    expect(readingLimits(perMinute)).toEqual({ perMinute, keptBack });
    expect(sessionLimits(perMinute)).toEqual({ perMinute, keptBack: 0 });
  });
});

describe("the window", () => {
  it("lets the last place go and no more, until the first request is 60 seconds old", () => {
    const window = [T0, T0 + 1, T0 + 30_000];
    expect(allowRequest(window, T0 + 30_000, all(4))).toBe(true);
    expect(allowRequest(window, T0 + 30_000, all(3))).toBe(false);
    expect(allowRequest(window, T0 + 59_999, all(3))).toBe(false);
    expect(allowRequest(window, T0 + 60_000, all(3))).toBe(true);
  });

  it("tells how long until there is a place", () => {
    const window = [T0, T0 + 1000, T0 + 30_000];
    expect(timeUntilReset([], T0, all(1))).toBe(0);
    expect(timeUntilReset(window, T0 + 30_000, all(4))).toBe(0);
    expect(timeUntilReset(window, T0 + 30_000, all(3))).toBe(30_000);
    expect(timeUntilReset(window, T0 + 30_000, all(2))).toBe(31_000);
    expect(timeUntilReset(window, T0 + 30_000, { perMinute: 3, keptBack: 2 })).toBe(60_000);
  });

  it("counts what lies ahead as sent now, so that it ages", () => {
    expect(recentRequests([T0 - 60_000, T0 - 59_999, T0, T0 + 3_600_000], T0)).toEqual([T0 - 59_999, T0, T0]);
    expect(timeUntilReset([T0 + 3_600_000], T0, all(1))).toBe(60_000);
  });

  it("tells a reader what is left and when all is free", () => {
    expect(requestBudget([], T0, 60)).toEqual({ limit: 60, remaining: 54, resetSeconds: 0 });
    expect(requestBudget([T0 - 20_000, T0 - 500], T0, 60)).toEqual({
      limit: 60,
      remaining: 52,
      resetSeconds: 60,
    });
    const full = Array.from({ length: 58 }, () => T0 - 59_000);
    expect(requestBudget(full, T0, 60)).toEqual({ limit: 60, remaining: 0, resetSeconds: 1 });
  });
});

/** Attempts in real time; the clock that decides may only be set back. */
const attempt = fc.record({
  afterMs: fc.integer({ min: 0, max: 20_000 }),
  backMs: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(7_200_000) }),
  reading: fc.boolean(),
});

describe("whatever is asked for, and even when the clock goes back", () => {
  const run = (
    perMinute: number,
    attempts: readonly { afterMs: number; backMs: number; reading: boolean }[],
  ) => {
    let window: RequestWindow = [];
    let realMs = T0;
    let offsetMs = 0;
    const sent: { atMs: number; reading: boolean }[] = [];
    for (const { afterMs, backMs, reading } of attempts) {
      realMs += afterMs;
      offsetMs -= backMs;
      const nowMs = realMs + offsetMs;
      const limits = reading ? readingLimits(perMinute) : sessionLimits(perMinute);
      window = recentRequests(window, nowMs);
      const waitMs = timeUntilReset(window, nowMs, limits);
      expect(waitMs === 0).toBe(allowRequest(window, nowMs, limits));
      expect(waitMs).toBeLessThanOrEqual(60_000);
      expect(allowRequest(window, nowMs + waitMs, limits)).toBe(true);
      if (waitMs === 0) {
        window = [...window, nowMs];
        sent.push({ atMs: realMs, reading });
      }
    }
    return sent;
  };

  it("no 60 seconds hold more requests than the limit, nor more reads than their share", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(attempt, { maxLength: 120 }),
        (perMinute, attempts) => {
          const sent = run(perMinute, attempts);
          for (const { atMs } of sent) {
            const span = sent.filter((other) => other.atMs >= atMs && other.atMs < atMs + 60_000);
            expect(span.length).toBeLessThanOrEqual(perMinute);
            const { keptBack } = readingLimits(perMinute);
            expect(span.filter(({ reading }) => reading).length).toBeLessThanOrEqual(perMinute - keptBack);
          }
        },
      ),
    );
  });
});
