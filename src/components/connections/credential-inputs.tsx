"use client";

import { CodeField } from "@/components/ui/code-field";
import { TextField } from "@/components/ui/text-field";
import type { CredentialField } from "@/shared/schemas/broker";

interface CredentialInputProps {
  field: CredentialField;
  value: string;
  error: string | undefined;
  /** Stored from an earlier sign-in: may stay empty. */
  remembered: boolean;
  disabled: boolean;
  onChange: (value: string) => void;
}

const TYPES = {
  email: "email",
  text: "text",
  password: "password",
  totp_secret: "password",
  url: "url",
} as const;

/** One field of a broker's login form, drawn from its description. */
export function CredentialInput({
  field,
  value,
  error,
  remembered,
  disabled,
  onChange,
}: CredentialInputProps) {
  const text = {
    label: field.label,
    name: field.name,
    value,
    onValueChange: onChange,
    optional: !field.required,
    error,
    disabled,
    help: remembered ? "Remembered. Leave it empty to use what is stored." : field.help,
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
