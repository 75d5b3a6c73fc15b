import { describe, expect, it } from "vitest";
import { presentAttempt } from "@/components/connections/attempt-presentation";
import { challengeKindSchema } from "@/shared/schemas/challenge";
import { loginAttemptViewSchema } from "@/shared/schemas/connection";

const base = { challengeKind: null, errorCode: null };

describe("presentAttempt", () => {
  it("has a word of its own for each outcome", () => {
    const words = loginAttemptViewSchema.shape.outcome.options.map(
      (outcome) => presentAttempt({ ...base, outcome }).outcome,
    );
    expect(words).toEqual(["In progress", "Connected", "Failed", "Cancelled", "Timed out"]);
  });

  it("names the way of confirming", () => {
    expect(presentAttempt({ ...base, outcome: "succeeded" }).confirmedBy).toBe("Nothing asked");
    for (const challengeKind of challengeKindSchema.options) {
      expect(presentAttempt({ ...base, outcome: "open", challengeKind }).confirmedBy).not.toBe("");
    }
  });

  it("gives the reason with its code, and none where nothing failed", () => {
    expect(presentAttempt({ ...base, outcome: "failed", errorCode: "AUTH_CODE_REJECTED" }).reason).toBe(
      "The code was not accepted (1005)",
    );
    expect(presentAttempt({ ...base, outcome: "succeeded" }).reason).toBeNull();
  });
});
