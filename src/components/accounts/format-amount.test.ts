import { describe, expect, it } from "vitest";
import { directionOf, formatAmount } from "@/components/accounts/format-amount";

describe("formatAmount", () => {
  it.each([
    ["0", "0.00"],
    ["999.999", "1,000.00"],
    ["1234567.5", "1,234,567.50"],
    ["-1234.5", "−1,234.50"],
    ["-0.004", "0.00"],
    ["-0.005", "−0.01"],
    ["12345678901234567890.12", "12,345,678,901,234,567,890.12"],
  ])("shows %s as %s", (value, shown) => {
    expect(formatAmount(value)).toBe(shown);
  });

  it("marks gains when asked, never zero", () => {
    expect(formatAmount("12", { signed: true })).toBe("+12.00");
    expect(formatAmount("-12", { signed: true })).toBe("−12.00");
    expect(formatAmount("0.001", { signed: true })).toBe("0.00");
  });

  it("shows whole numbers without a point", () => {
    expect(formatAmount("1234.6", { decimals: 0 })).toBe("1,235");
  });
});

describe("directionOf", () => {
  it.each([
    ["0.01", "gain"],
    ["-0.01", "loss"],
    ["0", "flat"],
    ["-0.001", "flat"],
  ])("of %s is %s", (value, direction) => {
    expect(directionOf(value)).toBe(direction);
  });
});
