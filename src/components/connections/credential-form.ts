import type { CredentialField } from "@/shared/schemas/broker";
import type { StartLoginInput } from "@/shared/schemas/connection";
import { checkCredentialField, normaliseTotpSecret } from "@/shared/schemas/credential-field";

type CredentialValues = Readonly<Record<string, string>>;

interface CredentialForm {
  readonly fields: readonly CredentialField[];
  /** Names of fields that are stored already and may stay empty. */
  readonly remembered: readonly string[];
}

export interface RememberChoices {
  readonly remember: boolean;
  readonly rememberTotpSecret: boolean;
  /** The Wheelhouse password; read only with `rememberTotpSecret`. */
  readonly confirmPassword: string;
}

export const CONFIRM_PASSWORD_FIELD = "confirmPassword";

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
  { fields, remembered }: CredentialForm,
  values: CredentialValues,
  choices: RememberChoices,
): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const required = field.required && !remembered.includes(field.name);
    const problem = problemOf(field, values[field.name] ?? "", required);
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
      return value.replace(/[\s-]/g, "");
    case "totp_secret":
      return normaliseTotpSecret(value);
    default:
      return value.trim();
  }
}

function problemOf(field: CredentialField, typed: string, required: boolean): string | null {
  const value = cleaned(field, typed);
  if (value === "") return required ? `${field.label} is missing` : null;
  return checkCredentialField(field, value);
}
