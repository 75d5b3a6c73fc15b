import { z } from "zod";
import type { CredentialField } from "@/shared/schemas/broker";
import { challengeCodeSchema } from "@/shared/schemas/challenge";
import type { StartLoginInput } from "@/shared/schemas/connection";

export type CredentialValues = Readonly<Record<string, string>>;

export interface RememberChoices {
  readonly remember: boolean;
  readonly rememberTotpSecret: boolean;
  /** The Wheelhouse password; read only with `rememberTotpSecret`. */
  readonly confirmPassword: string;
}

export const CONFIRM_PASSWORD_FIELD = "confirmPassword";

const TOTP_SECRET = /^[A-Za-z2-7\s-]{16,}=*$/;

/** The fields of a broker's form in their order: those always shown and those behind 'More options'. */
export function splitFields(fields: readonly CredentialField[]) {
  return {
    shown: fields.filter((field) => !field.advanced),
    advanced: fields.filter((field) => field.advanced),
  };
}

/** Labels of the filled fields that the plain 'remember' would keep. */
export function rememberedLabels(fields: readonly CredentialField[]): string[] {
  return fields.filter((field) => field.remember === "with_consent").map((field) => field.label);
}

/** The filled field whose keeping is a choice of its own, if any. */
export function separateConsentField(
  fields: readonly CredentialField[],
  values: CredentialValues,
): CredentialField | undefined {
  return fields.find(
    (field) => field.remember === "separate_consent" && (values[field.name] ?? "").trim() !== "",
  );
}

/**
 * Checks what was typed against the broker's description before anything is sent; the server checks again.
 *
 * @returns what is wrong by field name; empty when all is well.
 */
export function credentialProblems(
  fields: readonly CredentialField[],
  values: CredentialValues,
  choices: RememberChoices,
): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const problem = problemOf(field, values[field.name] ?? "");
    if (problem !== null) problems[field.name] = problem;
  }
  if (keepsTotpSecret(fields, values, choices) && choices.confirmPassword === "") {
    problems[CONFIRM_PASSWORD_FIELD] = "Enter your Wheelhouse password to store this secret";
  }
  return problems;
}

/** The request that starts the login. Empty fields are left out; only passwords keep their outer spaces. */
export function startLoginInput(
  connectionId: string,
  fields: readonly CredentialField[],
  values: CredentialValues,
  choices: RememberChoices,
): StartLoginInput {
  const credentials: Record<string, string> = {};
  for (const field of fields) {
    const value = cleaned(field, values[field.name] ?? "");
    if (value !== "") credentials[field.name] = value;
  }
  const keepsSecret = keepsTotpSecret(fields, values, choices);
  return {
    connectionId,
    credentials,
    remember: choices.remember,
    rememberTotpSecret: keepsSecret,
    ...(keepsSecret ? { confirmPassword: choices.confirmPassword } : {}),
  };
}

function keepsTotpSecret(
  fields: readonly CredentialField[],
  values: CredentialValues,
  choices: RememberChoices,
): boolean {
  return choices.rememberTotpSecret && separateConsentField(fields, values) !== undefined;
}

function cleaned(field: CredentialField, value: string): string {
  switch (field.kind) {
    case "password":
      return value;
    case "one_time_code":
    case "totp_secret":
      return value.replace(/[\s-]/g, "");
    default:
      return value.trim();
  }
}

function problemOf(field: CredentialField, typed: string): string | null {
  const value = cleaned(field, typed);
  if (value === "") return field.required ? `Enter your ${lowerFirst(field.label)}` : null;
  if (value.length > field.maxLength) return `Use at most ${field.maxLength} characters`;
  if (field.minLength !== undefined && value.length < field.minLength) {
    return `Use at least ${field.minLength} characters`;
  }
  switch (field.kind) {
    case "email":
      return z.email().safeParse(value).success ? null : "Enter an e-mail address, such as name@example.com";
    case "url":
      return z.url().safeParse(value).success
        ? null
        : "Enter a whole address, such as https://localhost:5000";
    case "one_time_code": {
      const parsed = challengeCodeSchema.safeParse(value);
      return parsed.success ? null : (parsed.error.issues[0]?.message ?? "Enter the whole code");
    }
    case "totp_secret":
      return TOTP_SECRET.test(value) ? null : "A set-up key has at least 16 letters A–Z and digits 2–7";
    default:
      return null;
  }
}

/** 'Password' reads 'password' inside a sentence; 'TOTP secret' and 'E*TRADE key' stay as they are. */
function lowerFirst(label: string): string {
  return /^[A-Z][a-z-]/.test(label) ? `${label.charAt(0).toLowerCase()}${label.slice(1)}` : label;
}
