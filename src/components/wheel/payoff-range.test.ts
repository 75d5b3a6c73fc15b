import { describe, expect, it } from "vitest";
import { payoffRange } from "@/components/wheel/payoff-range";
import { payoffOf } from "@/shared/wheel/payoff";
import { bookShort, wheelBook } from "@/test/wheel-books";

const put = payoffOf([wheelBook({ banked: 120, shorts: [bookShort({ strike: "50" })] })]);

describe("payoffRange", () => {
  it("holds strikes, break-evens and the price with room around", () => {
    // Break-even 48.80, strike 50, price 60: from 48.80 × 0.85 = 41.48 to 60 × 1.15 = 69, in steps of 0.1.
    expect(payoffRange([put], ["60"])).toEqual({ from: 41.4, to: 69, step: 0.1 });
  });

  it.each([
    ["10", 0.05],
    ["300", 0.5],
    ["2000", 1],
  ])("steps handily at %s", (price, step) => {
    expect(payoffRange([], [price]).step).toBe(step);
  });

  it("shows something where nothing is known", () => {
    expect(payoffRange([], [null])).toEqual({ from: 0, to: 115, step: 0.5 });
  });
});
