import { describe, expect, it } from "vitest";
import { requireGoodPassword } from "@/server/services/members/require-good-password";
import { AppError } from "@/shared/app-error";
import { passwordRuleText } from "@/shared/schemas/password-rule";
import { testSettings } from "@/test/test-settings";

const ALICE = ["alice.archer@mail.example", "Alice Archer"];

function faultOf(
  password: string,
  minLength: number,
  complexity: "low" | "medium" | "high",
): string | undefined {
  try {
    requireGoodPassword(
      { settings: testSettings({ passwords: { minLength, complexity } }) },
      password,
      ALICE,
      "new",
    );
    return undefined;
  } catch (error) {
    return error instanceof AppError ? error.fields?.["new"] : "another error";
  }
}

describe("what a new password must be", () => {
  it.each([
    ["short", 8, "low", "Use at least 8 characters"],
    ["password", 8, "low", undefined],
    ["password", 9, "low", "Use at least 9 characters"],
    ["password1234", 12, "medium", expect.stringContaining("easy to guess")],
    ["alice-lantern-copper", 12, "medium", undefined],
    ["alice-lantern-copper", 12, "high", expect.stringContaining("your name")],
    ["lantern-MAIL-copper", 12, "high", expect.stringContaining("part of your e-mail")],
    ["tatomotatomito", 12, "medium", undefined],
    ["tatomotatomito", 12, "high", "Use at least 8 different characters"],
    ["tidal-copper-lantern", 12, "high", undefined],
    ["tidal-copper-lantern", 64, "high", "Use at least 64 characters"],
  ] as const)("%s with %i and %s", (password, minLength, complexity, fault) => {
    expect(faultOf(password, minLength, complexity)).toEqual(fault);
  });

  it("is told before it is typed", () => {
    expect(passwordRuleText({ minLength: 12, complexity: "medium" })).toBe(
      "At least 12 characters. No rules on digits or signs.",
    );
    expect(passwordRuleText({ minLength: 8, complexity: "low" })).toBe(
      "At least 8 characters. Nothing else is asked of it.",
    );
    expect(passwordRuleText({ minLength: 16, complexity: "high" })).toContain("ithout your name or e-mail");
  });
});
