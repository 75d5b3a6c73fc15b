import { describe, expect, it } from "vitest";
import { rollProposalSchema, rollValues } from "@/components/wheel/roll-proposal";
import { openShort, optionTerms } from "@/test/wheel-builders";

const TODAY = "2026-03-02";
const SHORT = openShort({ quantity: "-2" });

describe("rollValues", () => {
  it("starts four weeks later at the same strike, closed at the mark", () => {
    expect(rollValues(SHORT)).toEqual({
      contracts: "2",
      closePrice: "1",
      strike: "150",
      expiration: "2026-04-17",
      openPrice: "",
      fees: "0",
    });
  });

  it("goes to a Friday, and leaves what no mark is known for empty", () => {
    // Thursday 2 April 2026 + 28 days = Thursday 30 April; the Friday after it is 1 May.
    const short = openShort({ mark: null, option: optionTerms({ expiration: "2026-04-02" }) });
    expect(rollValues(short)).toMatchObject({ closePrice: "", expiration: "2026-05-01" });
  });

  it("keeps a Saturday, on which some contracts ended", () => {
    const short = openShort({ option: optionTerms({ expiration: "2026-04-04" }) });
    expect(rollValues(short).expiration).toBe("2026-05-02");
  });
});

describe("rollProposalSchema", () => {
  const values = { ...rollValues(SHORT), openPrice: "1,20" };

  it("takes a point or a comma", () => {
    expect(rollProposalSchema(SHORT, TODAY).parse(values).openPrice).toBe("1.20");
  });

  it.each([
    ["contracts", "3", "Enter 1 to 2 contracts."],
    ["contracts", "1.5", "Enter 1 to 2 contracts."],
    ["closePrice", "", "Enter what a share costs to close, such as 0.45."],
    ["strike", "0", "Enter a strike, such as 52.50."],
    ["expiration", "2026-03-01", "This day is over."],
    ["expiration", "", "Choose a day."],
    ["openPrice", "-1", "Enter what a share of the new contract brings, such as 1.20."],
    ["fees", "x", "Enter the fees in dollars, or 0."],
  ] as const)("refuses %s of %j", (field, value, words) => {
    const result = rollProposalSchema(SHORT, TODAY).safeParse({ ...values, [field]: value });
    expect(result.error?.issues[0]?.message).toBe(words);
  });
});
