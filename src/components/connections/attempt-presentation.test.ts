import { describe, expect, it } from "vitest";
import { presentAttempt } from "@/components/connections/attempt-presentation";
import { challengeKindSchema } from "@/shared/schemas/challenge";

const base = { challengeKind: null, errorCode: null };

describe("presentAttempt", () => {
  it("names the way of confirming", () => {
    expect(presentAttempt(base).confirmedBy).toBe("Nothing asked");
    for (const challengeKind of challengeKindSchema.options) {
      expect(presentAttempt({ ...base, challengeKind }).confirmedBy).not.toBe("");
    }
  });

  it("gives the reason with its code, and none where nothing failed", () => {
    expect(presentAttempt({ ...base, errorCode: "AUTH_CODE_REJECTED" }).reason).toBe(
      "The code was not accepted (1005)",
    );
    expect(presentAttempt(base).reason).toBeNull();
  });
});
