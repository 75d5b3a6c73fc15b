import { describe, expect, it } from "vitest";
import { thresholdFormSchema, thresholdValues } from "@/components/attention/threshold-form";
import { DEFAULT_ATTENTION_SETTINGS } from "@/shared/schemas/attention";

const VALUES = thresholdValues(DEFAULT_ATTENTION_SETTINGS);

describe("thresholdFormSchema", () => {
  it("gives back what it was filled with", () => {
    expect(thresholdFormSchema.parse(VALUES)).toEqual(DEFAULT_ATTENTION_SETTINGS);
  });

  it("takes decimals of a percentage, with a point or a comma", () => {
    expect(thresholdFormSchema.parse({ ...VALUES, nearStrikePercent: "1,5" }).nearStrikePercent).toBe(1.5);
  });

  it.each([
    ["expiringDays", "-1", "Enter whole days from 0 to 365."],
    ["expiringDays", "366", "Enter whole days from 0 to 365."],
    ["uncoveredDays", "2.5", "Enter whole days from 0 to 365."],
    ["nearStrikePercent", "51", "Enter a percentage from 0 to 50."],
    ["profitTargetPercent", "0", "Enter a whole percentage from 1 to 100."],
    ["profitTargetPercent", "", "Enter a whole percentage from 1 to 100."],
  ] as const)("refuses %s of %j", (field, value, words) => {
    const result = thresholdFormSchema.safeParse({ ...VALUES, [field]: value });
    expect(result.error?.issues.map(({ message }) => message)).toEqual([words]);
  });
});
