import { describe, expect, it } from "vitest";
import type { CredentialField } from "@/shared/schemas/broker";
import { checkCredentialField, normaliseTotpSecret } from "@/shared/schemas/credential-field";

const field = (kind: CredentialField["kind"], minLength?: number): CredentialField => ({
  name: "value",
  label: "Value",
  kind,
  required: true,
  maxLength: 40,
  ...(minLength === undefined ? {} : { minLength }),
  remember: "never",
  advanced: false,
});

describe("checkCredentialField", () => {
  it.each([
    ["email", "ada@example.com"],
    ["text", "anything"],
    ["password", "p"],
    ["one_time_code", "123 456"],
    ["totp_secret", "JBSW Y3DP EHPK 3PXP"],
    ["url", "https://127.0.0.1/callback"],
  ] as const)("takes a good %s", (kind, value) => {
    expect(checkCredentialField(field(kind), value)).toBeNull();
  });

  it.each([
    ["email", "ada"],
    ["one_time_code", "12345"],
    ["totp_secret", "JBSW-0189"],
    ["url", "not an address"],
  ] as const)("says how to mend a bad %s without repeating it", (kind, value) => {
    const problem = checkCredentialField(field(kind), value);
    expect(problem).not.toBeNull();
    expect(problem).not.toContain(value);
  });

  it("holds to the field's lengths", () => {
    expect(checkCredentialField(field("text"), "x".repeat(41))).toContain("40");
    expect(checkCredentialField(field("password", 8), "short")).toContain("8");
  });
});

describe("normaliseTotpSecret", () => {
  it("drops what set-up pages add for the eye", () => {
    expect(normaliseTotpSecret("jbsw y3dp-ehpk3pxp==")).toBe("JBSWY3DPEHPK3PXP");
  });
});
