import { describe, expect, it } from "vitest";
import { presentChallenge, resendLabel, switchLabel } from "@/components/connections/challenge-presentation";
import { challengeKindSchema } from "@/shared/schemas/challenge";

const broker = { name: "Robinhood" };

describe("presentChallenge", () => {
  it.each(challengeKindSchema.options)("has a title, instructions and a switch label for %s", (kind) => {
    for (const destination of [null, "•••• 4821"]) {
      const shown = presentChallenge({ kind, destination }, broker);
      expect(shown.title).not.toBe("");
      expect(shown.instructions).toMatch(/\.$/);
      expect(shown.instructions).not.toContain("null");
    }
    expect(switchLabel(kind)).not.toBe("");
  });

  it.each([
    ["prompt", "phone"],
    ["sms", "code"],
    ["email", "code"],
    ["app", "code"],
    ["redirect", "redirect"],
    ["gateway", "gateway"],
  ] as const)("answers %s by %s", (kind, answerBy) => {
    expect(presentChallenge({ kind, destination: null }, broker).answerBy).toBe(answerBy);
  });

  it.each(["prompt", "sms", "email"] as const)("says where a %s went when the broker tells", (kind) => {
    expect(presentChallenge({ kind, destination: "•••• 4821" }, broker).instructions).toContain("•••• 4821");
  });

  it("offers to send again only what was sent", () => {
    expect(challengeKindSchema.options.filter((kind) => resendLabel(kind) !== null)).toEqual([
      "sms",
      "email",
    ]);
  });
});
