import { describe, expect, it } from "vitest";
import { confidenceWords, signedDays, signedStrike } from "@/components/wheel/roll-words";
import type { Roll } from "@/shared/schemas/wheel";
import { optionTerms } from "@/test/wheel-builders";

const ROLL: Roll = {
  rollId: "r-1",
  from: optionTerms(),
  to: optionTerms({ contractId: "contract-2", expiration: "2026-04-17" }),
  quantity: "1",
  at: "2026-03-18T15:00:00.000Z",
  netCredit: "50",
  daysAdded: 28,
  strikeMoved: "0",
  confidence: "0.9",
  evidence: "within_minutes",
  joined: true,
};

describe("words of a roll", () => {
  it("signs days and strikes", () => {
    expect([28, 1, 0, -7].map(signedDays)).toEqual(["+28 days", "+1 day", "0 days", "−7 days"]);
    expect(["2.5", "0", "-1"].map(signedStrike)).toEqual(["+2.50", "the same", "−1"]);
  });

  it("says how sure it is, and of what", () => {
    expect(confidenceWords(ROLL)).toBe("minutes apart, 90 % sure");
    expect(confidenceWords({ ...ROLL, evidence: "person", confidence: "1" })).toBe("your word");
  });
});
