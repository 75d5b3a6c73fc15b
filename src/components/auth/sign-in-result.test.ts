import { describe, expect, it } from "vitest";
import { signInError } from "@/components/auth/sign-in-result";

describe("signInError", () => {
  it.each([
    ["1001", "AUTH_INVALID_CREDENTIALS", null],
    ["1004:90", "AUTH_RATE_LIMITED", 90],
    ["1004:soon", "AUTH_RATE_LIMITED", null],
    ["1004:-5", "AUTH_RATE_LIMITED", 0],
    ["CredentialsSignin", "API_UNEXPECTED", null],
    ["", "API_UNEXPECTED", null],
  ])("reads %j", (text, name, retryAfter) => {
    expect(signInError(text)).toMatchObject({ name, retryAfter });
  });
});
