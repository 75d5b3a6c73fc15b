import { z } from "zod";
import type { CredentialField } from "@/shared/schemas/broker";

/** Base32 of at least 80 bits; spaces and padding as authenticator set-up pages show them are allowed. */
const TOTP_SECRET = /^[A-Z2-7]{16,128}$/;

const CHECKS: Record<CredentialField["kind"], (value: string) => string | null> = {
  email: (value) =>
    z.email().safeParse(value).success ? null : "Enter an e-mail address such as name@example.com",
  text: () => null,
  password: () => null,
  one_time_code: (value) => (/^\d{6}$/.test(value.replace(/\s/g, "")) ? null : "A code has six digits"),
  totp_secret: (value) =>
    TOTP_SECRET.test(normaliseTotpSecret(value))
      ? null
      : "Enter the set-up key of the authenticator: at least 16 letters A–Z and digits 2–7",
  url: (value) =>
    z.url().safeParse(value).success ? null : "Enter a whole address that begins with https://",
};

/**
 * What is wrong with a value of a broker's login form and how to mend it, or null when it is fine. The message
 * never repeats the value. Page, command line and server use the same check.
 */
export function checkCredentialField(field: CredentialField, value: string): string | null {
  if (value.length > field.maxLength) {
    return `Use at most ${field.maxLength} characters`;
  }
  if (field.minLength !== undefined && value.length < field.minLength) {
    return `Use at least ${field.minLength} characters`;
  }
  return CHECKS[field.kind](value);
}

/** The secret as an authenticator wants it: upper case, without spaces, hyphens and padding. */
export function normaliseTotpSecret(value: string): string {
  return value.replace(/[\s-]/g, "").replace(/=+$/, "").toUpperCase();
}
