import { describe, expect, it } from "vitest";
import { formatMoney } from "@/components/ui/format-money";

describe("formatMoney", () => {
  it.each([
    ["0", 2, "", "0.00"],
    ["7", 2, "", "7.00"],
    ["1234.5", 2, "", "1,234.50"],
    ["-1234567.891", 2, "−", "1,234,567.89"],
    ["-0.001", 2, "", "0.00"],
    ["0.005", 2, "", "0.01"],
    ["999.995", 2, "", "1,000.00"],
    ["1999.5", 0, "", "2,000"],
    ["12345678901234567890.123456", 4, "", "12,345,678,901,234,567,890.1235"],
  ])("writes %s with %i decimals", (value, decimals, sign, digits) => {
    expect(formatMoney(value, decimals)).toEqual({ sign, digits });
  });

  it("shows a plus only where a change is meant, and never on zero", () => {
    expect(formatMoney("3.1", 2, true)).toEqual({ sign: "+", digits: "3.10" });
    expect(formatMoney("-3.1", 2, true)).toEqual({ sign: "−", digits: "3.10" });
    expect(formatMoney("0.00", 2, true)).toEqual({ sign: "", digits: "0.00" });
  });

  it.each(["", "abc", "1e5", "--1", "1.", ".5", "1,000"])("knows that %j is no decimal", (value) => {
    expect(formatMoney(value)).toBeNull();
  });
});
