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
    expect(credentialProblems({ fields, remembered: [] }, filled, nothingKept)).toEqual({});
  });

  it("names each missing field", () => {
    expect(credentialProblems({ fields, remembered: [] }, {}, nothingKept)).toEqual({
      username: "Username is missing",
      password: "Password is missing",
    });
  });

  it("lets a stored field stay empty", () => {
    expect(credentialProblems({ fields: [password], remembered: ["password"] }, {}, nothingKept)).toEqual({});
  });

  it.each([
    [username, "ada", false],
    [username, "ada@example.com ", true],
    [field("gateway", "url"), "localhost", false],
    [code, "12", false],
    [code, "123 456", true],
    [secret, "abc", false],
    [secret, "jbsw y3dp ehpk 3pxp", true],
  ] as const)("checks %o holding %s before it is sent", (one, value, fine) => {
    const problems = credentialProblems(
      { fields: [one], remembered: [] },
      { [one.name]: value },
      nothingKept,
    );
    expect(Object.keys(problems)).toEqual(fine ? [] : [one.name]);
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
    expect(credentialProblems({ fields, remembered: [] }, values, storing)).toEqual({
      confirmPassword: "Enter your Wheelhouse password to store this secret",
    });
    const confirmed = { ...storing, confirmPassword: "correct horse" };
    expect(credentialProblems({ fields, remembered: [] }, values, confirmed)).toEqual({});
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
