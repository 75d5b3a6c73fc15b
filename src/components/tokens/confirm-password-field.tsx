"use client";

import { TextField } from "@/components/ui/text-field";

interface ConfirmPasswordFieldProps {
  /** Whose password it is, for a password manager. */
  email: string;
  value: string;
  onValueChange: (value: string) => void;
  error: string | undefined;
}

/** A token outlives the app session: the person proves again who they are. */
export function ConfirmPasswordField({ email, value, onValueChange, error }: ConfirmPasswordFieldProps) {
  return (
    <>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <TextField
        label="Your Wheelhouse password, to confirm"
        type="password"
        autoComplete="current-password"
        value={value}
        onValueChange={onValueChange}
        error={error}
      />
    </>
  );
}
