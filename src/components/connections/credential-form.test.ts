import { describe, expect, it } from "vitest";
import {
  credentialProblems,
  rememberedLabels,
  separateConsentField,
  splitFields,
  startLoginInput,
} from "@/components/connections/credential-form";
import type { CredentialField } from "@/shared/schemas/broker";

function field(
  name: string,
  kind: CredentialField["kind"],
  more: Partial<CredentialField> = {},
): CredentialField {
  return {
    name,
    kind,
    label: name.charAt(0).toUpperCase() + name.slice(1),
    required: true,
    maxLength: 200,
    remember: "never",
    advanced: false,
    ...more,
  };
}

const username = field("username", "email", { remember: "with_consent" });
const password = field("password", "password", { remember: "with_consent" });
const secret = field("totp", "totp_secret", {
  label: "TOTP secret",
  required: false,
  advanced: true,
  remember: "separate_consent",
});
const code = field("code", "one_time_code", { required: false, advanced: true });
const fields = [username, password, secret, code];
const nothingKept = { remember: false, rememberTotpSecret: false, confirmPassword: "" };
const filled = { username: " ada@example.com ", password: " two words " };

describe("credential form", () => {
  it("keeps the description's order and hides advanced fields", () => {
    expect(splitFields(fields)).toEqual({ shown: [username, password], advanced: [secret, code] });
    expect(rememberedLabels(fields)).toEqual(["Username", "Password"]);
  });

  it("accepts a form whose optional fields are empty", () => {
    expect(credentialProblems(fields, filled, nothingKept)).toEqual({});
  });

  it("names each missing field", () => {
    expect(credentialProblems(fields, {}, nothingKept)).toEqual({
      username: "Enter your username",
      password: "Enter your password",
    });
    expect(
      credentialProblems([field("totp", "totp_secret", { label: "TOTP secret" })], {}, nothingKept),
    ).toEqual({
      totp: "Enter your TOTP secret",
    });
  });

  it.each([
    [username, "ada", "Enter an e-mail address, such as name@example.com"],
    [field("gateway", "url"), "localhost", "Enter a whole address, such as https://localhost:5000"],
    [field("gateway", "url"), "https://localhost:5000", null],
    [code, "12", "Enter the whole code"],
    [code, "123 456", null],
    [secret, "abc", "A set-up key has at least 16 letters A–Z and digits 2–7"],
    [secret, "JBSW Y3DP EHPK 3PXP", null],
    [field("name", "text", { maxLength: 3 }), "long", "Use at most 3 characters"],
    [field("name", "text", { minLength: 5 }), "long", "Use at least 5 characters"],
    [field("name", "text"), "long", null],
  ] as const)("checks %o holding %s", (one, value, expected) => {
    expect(credentialProblems([one], { [one.name]: value }, nothingKept)[one.name] ?? null).toBe(expected);
  });

  it("sends no empty field, and keeps the spaces of a password only", () => {
    expect(startLoginInput("c1", fields, { ...filled, code: "123 456" }, nothingKept)).toEqual({
      connectionId: "c1",
      credentials: { username: "ada@example.com", password: " two words ", code: "123456" },
      remember: false,
      rememberTotpSecret: false,
    });
  });

  it("asks for the Wheelhouse password before a TOTP secret is stored, and only then", () => {
    const values = { ...filled, totp: "JBSWY3DPEHPK3PXP" };
    const storing = { ...nothingKept, rememberTotpSecret: true };
    expect(separateConsentField(fields, values)).toBe(secret);
    expect(credentialProblems(fields, values, storing)).toEqual({
      confirmPassword: "Enter your Wheelhouse password to store this secret",
    });
    const confirmed = { ...storing, confirmPassword: "correct horse" };
    expect(credentialProblems(fields, values, confirmed)).toEqual({});
    expect(startLoginInput("c1", fields, values, confirmed)).toMatchObject({
      rememberTotpSecret: true,
      confirmPassword: "correct horse",
    });
  });

  it("drops the choice and the password when no secret is typed", () => {
    const input = startLoginInput("c1", fields, filled, {
      remember: true,
      rememberTotpSecret: true,
      confirmPassword: "correct horse",
    });
    expect(input).toMatchObject({ remember: true, rememberTotpSecret: false });
    expect(input).not.toHaveProperty("confirmPassword");
  });
});
