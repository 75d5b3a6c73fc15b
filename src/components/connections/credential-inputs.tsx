"use client";

import { CodeField } from "@/components/ui/code-field";
import { TextField } from "@/components/ui/text-field";
import type { CredentialField } from "@/shared/schemas/broker";

interface CredentialInputProps {
  field: CredentialField;
  value: string;
  error: string | undefined;
  /** What there is of it already, so that it may stay empty. */
  known: keyof typeof KNOWN | null;
  disabled: boolean;
  onChange: (value: string) => void;
}

const KNOWN = {
  remembered: "Remembered. Leave it empty to use what is stored.",
  provided: "From the environment. Leave it empty to use that.",
} as const;

const TYPES = {
  email: "email",
  text: "text",
  password: "password",
  totp_secret: "password",
  url: "url",
} as const;

/** One field of a broker's login form, drawn from its description. */
export function CredentialInput({ field, value, error, known, disabled, onChange }: CredentialInputProps) {
  const text = {
    label: field.label,
    name: field.name,
    value,
    onValueChange: onChange,
    optional: !field.required,
    error,
    disabled,
    help: known === null ? field.help : KNOWN[known],
    maxLength: Math.max(field.maxLength, 64),
    autoComplete: field.autocomplete ?? "off",
  };
  if (field.kind === "one_time_code") return <CodeField {...text} />;
  return (
    <TextField
      {...text}
      type={TYPES[field.kind]}
      mono={field.kind === "totp_secret" || field.kind === "url"}
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
    />
  );
}
