import { describe, expect, it } from "vitest";
import { compareDecimals, compareWords, holdsEveryWord } from "@/components/table/grid-features";

describe("order", () => {
  it("of decimals is by worth, beyond what a float can tell apart", () => {
    const values = [
      "9",
      "-10",
      "10",
      "0.000000000002",
      "0.000000000001",
      "-9.5",
      "12345678901234567891",
      "12345678901234567890",
    ];
    expect([...values].sort(compareDecimals)).toEqual([
      "-10",
      "-9.5",
      "0.000000000001",
      "0.000000000002",
      "9",
      "10",
      "12345678901234567890",
      "12345678901234567891",
    ]);
    expect(compareDecimals("1.50", "1.5")).toBe(0);
  });

  it("of words counts and does not mind capitals; days stand in time", () => {
    expect(["b 10", "B 2", "a"].sort(compareWords)).toEqual(["a", "B 2", "b 10"]);
    expect(["2026-12-04", "2026-02-20"].sort(compareWords)).toEqual(["2026-02-20", "2026-12-04"]);
  });
});

it("a search wants every word, in any order", () => {
  expect(holdsEveryWord("aapl 190 put ••••1234", "Put AAPL")).toBe(true);
  expect(holdsEveryWord("aapl 190 put", "aapl call")).toBe(false);
});
