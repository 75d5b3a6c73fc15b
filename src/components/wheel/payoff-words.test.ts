import { describe, expect, it } from "vitest";
import { payoffSummary } from "@/components/wheel/payoff-words";
import { payoffOf } from "@/shared/wheel/payoff";
import { bookShort, wheelBook } from "@/test/wheel-books";

describe("payoffSummary", () => {
  it("tells bounds, break-even and price", () => {
    const put = payoffOf([wheelBook({ banked: 120, shorts: [bookShort({ strike: "50" })] })]);
    expect(payoffSummary(put, "52.10", String)).toBe(
      "At most 120 dollars of profit. Nothing is made at a share price of 48.8. At worst -4880 dollars. The share is at 52.10.",
    );
  });

  it("tells where there is no bound", () => {
    const shares = payoffOf([wheelBook({ shares: 100, cost: 4000 })]);
    expect(payoffSummary(shares, null, String)).toContain("The profit has no bound.");
    const call = payoffOf([wheelBook({ shorts: [bookShort({ right: "call" })] })]);
    expect(payoffSummary(call, null, String)).toContain("The loss has no bound.");
  });

  it("tells that there is no break-even", () => {
    const put = payoffOf([wheelBook({ banked: -10, shorts: [bookShort()] })]);
    expect(payoffSummary(put, null, String)).toContain("There is no break-even.");
  });
});
