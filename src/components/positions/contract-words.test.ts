import { describe, expect, it } from "vitest";
import { contractsNoun, daysLeftWords } from "@/components/positions/contract-words";

describe("days to an expiration in words", () => {
  it.each([
    [-3, "expired"],
    [-1, "expired"],
    [0, "expires today"],
    [1, "1 day left"],
    [2, "2 days left"],
    [60, "60 days left"],
  ])("%d: %s", (days, words) => {
    expect(daysLeftWords(days)).toBe(words);
  });
});

describe("the word after a number of contracts", () => {
  it.each(["1", "-1", "1.0000", "-1.00"])("one for %s", (quantity) => {
    expect(contractsNoun(quantity)).toBe("contract");
  });
  it.each(["0", "2", "-2", "11", "-10", "1.5", "0.1", "10"])("several for %s", (quantity) => {
    expect(contractsNoun(quantity)).toBe("contracts");
  });
});
