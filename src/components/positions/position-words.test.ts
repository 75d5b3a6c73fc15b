import { describe, expect, it } from "vitest";
import { contractWords, daysToExpiry, dayWords, strikeWords } from "@/components/positions/contract-words";
import { distanceToStrike, moneynessWords, percentOf } from "@/components/positions/ratios";

describe("a contract in words", () => {
  it("names underlying, strike, right and day", () => {
    const option = {
      contractId: "1",
      underlying: "AAPL",
      right: "put",
      strike: "190.0000",
      expiration: "2026-09-18",
      multiplier: "100",
      sharesPerContract: "100",
      settlement: "physical",
      adjusted: false,
    } as const;
    expect(contractWords(option)).toBe("AAPL 190 put 18 Sep 2026");
  });

  it.each([
    ["190.0000", "190"],
    ["12.50", "12.50"],
    ["12.5", "12.50"],
    ["33.335", "33.335"],
    ["1250", "1,250"],
  ])("writes the strike %s as %s", (strike, words) => expect(strikeWords(strike)).toBe(words));

  it("keeps a day a day", () => expect(dayWords("2026-01-01")).toBe("1 Jan 2026"));

  it("counts days by the calendar of New York", () => {
    // 03:00 UTC on the 21st is still the evening of the 20th in New York.
    expect(daysToExpiry("2026-11-21", new Date("2026-11-21T03:00:00Z"))).toBe(1);
    expect(daysToExpiry("2026-11-21", new Date("2026-11-21T15:00:00Z"))).toBe(0);
    expect(daysToExpiry("2026-11-21", new Date("2026-11-23T15:00:00Z"))).toBe(-2);
  });
});

describe("ratios", () => {
  it("are in percent of the size of the whole", () => {
    expect(percentOf("25", "-100")).toBe("25");
    expect(percentOf("-1", "3")).toBe("-33.3333");
  });

  it.each([
    [null, "1"],
    ["1", null],
    ["1", "0.00"],
  ])("are not known for %s of %s", (part, whole) => expect(percentOf(part, whole)).toBeNull());

  it.each([
    ["put", "90", "100", "10", "out of the money"],
    ["put", "110", "100", "-10", "in the money"],
    ["call", "110", "100", "10", "out of the money"],
    ["call", "90", "100", "-10", "in the money"],
    ["call", "100", "100", "0", "at the strike"],
  ] as const)(
    "a %s at %s with the share at %s is %s %% away, %s",
    (right, strike, price, distance, words) => {
      expect(distanceToStrike({ right, strike }, price)).toBe(distance);
      expect(moneynessWords(distance)).toBe(words);
    },
  );

  it("say nothing of the strike without a price", () => {
    expect(distanceToStrike({ right: "put", strike: "1" }, null)).toBeNull();
  });
});
