import { expect, it } from "vitest";
import { MAX_TRIES, waitAfterTry } from "@/server/services/notices/delivery-backoff";

const HOUR_MS = 3_600_000;

it.each([
  [1, 30_000],
  [2, 60_000],
  [3, 120_000],
  [4, 240_000],
  [5, 480_000],
  [6, 960_000],
  [7, 1_920_000],
  [8, 3_840_000],
  [9, 7_680_000],
  [10, 15_360_000],
  [11, 6 * HOUR_MS],
  [17, 6 * HOUR_MS],
])("after try %i waits %i ms at most, and a fifth less at least", (tries, waitMs) => {
  expect(waitAfterTry(tries, null, 0)).toBe(waitMs);
  expect(waitAfterTry(tries, null, 1)).toBe(waitMs * 0.8);
});

it("waits as long as the receiver asks, up to a day", () => {
  expect(waitAfterTry(1, 3600, 0.5)).toBe(HOUR_MS);
  expect(waitAfterTry(11, 10, 0)).toBe(6 * HOUR_MS);
  expect(waitAfterTry(1, 31_536_000, 0)).toBe(24 * HOUR_MS);
});

it("gives up after about two days", () => {
  expect(MAX_TRIES).toBeGreaterThanOrEqual(12);
  const total = (chance: number) =>
    Array.from({ length: MAX_TRIES - 1 }, (_, index) => waitAfterTry(index + 1, null, chance)).reduce(
      (sum, wait) => sum + wait,
    );
  expect(total(0)).toBeLessThan(52 * HOUR_MS);
  expect(total(1)).toBeGreaterThan(40 * HOUR_MS);
});
