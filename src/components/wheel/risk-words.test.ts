import { describe, expect, it } from "vitest";
import { riskWords } from "@/components/wheel/risk-words";
import type { AssignmentRisk } from "@/shared/schemas/wheel";

type Evidence = AssignmentRisk["evidence"][number];

describe("riskWords", () => {
  it.each<[Evidence, string]>([
    [
      { kind: "pending_assignment", value: null, day: null },
      "The broker says that an assignment is under way.",
    ],
    [{ kind: "in_the_money", value: "-1.2", day: null }, "In the money by 1.20 a share."],
    [{ kind: "in_the_money", value: null, day: null }, "In the money."],
    [{ kind: "near_the_money", value: "0.5", day: null }, "0.50 a share from the strike."],
    [{ kind: "near_the_money", value: null, day: null }, "Near the strike."],
    [{ kind: "time_value_left", value: "0.03", day: null }, "0.03 a share of time value is left."],
    [
      { kind: "dividend_above_time_value", value: "0.26", day: "2026-03-09" },
      "A dividend of 0.26 a share, ex-day 9 Mar 2026, is worth more than the time value.",
    ],
    [
      { kind: "dividend_above_time_value", value: "0.26", day: null },
      "A dividend of 0.26 a share is worth more than the time value.",
    ],
    [{ kind: "days_left", value: "1", day: null }, "1 day is left."],
    [{ kind: "days_left", value: "2", day: null }, "2 days are left."],
    [{ kind: "delta", value: "0.42", day: null }, "Delta 0.42."],
    [{ kind: "missing_price", value: null, day: null }, "A price is missing."],
  ])("%j", (evidence, words) => {
    expect(riskWords({ level: "low", evidence: [evidence] })).toEqual([words]);
  });
});
