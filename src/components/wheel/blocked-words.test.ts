import { describe, expect, it } from "vitest";
import { blockedSentences, isBlocked } from "@/components/wheel/blocked-words";
import type { Blocked } from "@/shared/schemas/wheel";

const GAPS: Blocked[] = [
  { figure: "premium", missing: "opening_trade", eventId: "e-1" },
  { figure: "effectiveBasis", missing: "opening_trade", eventId: "e-1" },
  { figure: "breakEven", missing: "opening_trade", eventId: "e-2" },
  { figure: "openProfit", missing: "option_price", eventId: null },
];

describe("blockedSentences", () => {
  it("says for each gap what can't be told", () => {
    expect(blockedSentences(GAPS)).toEqual([
      "Without the opening trade, premium, effective basis and break-even can't be told.",
      "Without the option's price, open profit can't be told.",
    ]);
  });
});

describe("isBlocked", () => {
  it("knows a figure by its name", () => {
    expect(isBlocked(GAPS, "breakEven")).toBe(true);
    expect(isBlocked(GAPS, "taxBasis")).toBe(false);
  });
});
