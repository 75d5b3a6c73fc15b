import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPassingError, isPassingStatus, retryDelayMs } from "@/server/services/upstream/retry-delay";
import { AppError } from "@/shared/app-error";

describe("the wait before another try", () => {
  it("grows by the delay each time, whatever chance says, when it is linear", () => {
    const backoff = { delayMs: 1500, backoff: "linear" } as const;
    expect([1, 2, 3].map((failed) => retryDelayMs(backoff, failed, 0.3))).toEqual([1500, 3000, 4500]);
  });

  it("doubles and is a random part of that when it is exponential", () => {
    const backoff = { delayMs: 1000, backoff: "exponential" } as const;
    expect([1, 2, 3].map((failed) => retryDelayMs(backoff, failed, 1))).toEqual([2000, 4000, 8000]);
    expect(retryDelayMs(backoff, 2, 0.25)).toBe(1000);
    expect(retryDelayMs(backoff, 2, 0)).toBe(0);
  });

  it("lies between nothing and 30 seconds, and its share is the chance's", () => {
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer({ min: 1, max: 10 }),
        fraction,
        (delayMs, failed, part) => {
          const ceilingMs = Math.min(30_000, delayMs * 2 ** failed);
          const waitMs = retryDelayMs({ delayMs, backoff: "exponential" }, failed, part);
          expect(Math.abs(waitMs - ceilingMs * part)).toBeLessThanOrEqual(0.5);
        },
      ),
    );
  });
});

it.each([
  [200, false],
  [400, false],
  [401, false],
  [403, false],
  [429, true],
  [500, true],
  [501, false],
  [502, true],
  [503, true],
  [504, true],
])("a status %i may pass: %s", (status, passing) => {
  expect(isPassingStatus({ status, headers: {} })).toBe(passing);
});

it.each([
  [new AppError("CONN_NETWORK_ERROR"), true],
  [new AppError("CONN_TIMEOUT"), true],
  [new AppError("CONN_SSL_ERROR"), false],
  [new AppError("CONN_UNEXPECTED_REPLY"), false],
  [new AppError("CONN_ADDRESS_REFUSED"), false],
  [new Error("CONN_TIMEOUT"), false],
])("the failure %s may pass: %s", (error, passing) => {
  expect(isPassingError(error)).toBe(passing);
});
