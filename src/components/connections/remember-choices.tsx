"use client";

import {
  type RememberChoices as Choices,
  CONFIRM_PASSWORD_FIELD,
  rememberedLabels,
} from "@/components/connections/credential-form";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { Notice } from "@/components/ui/notice";
import { TextField } from "@/components/ui/text-field";
import type { CredentialField } from "@/shared/schemas/broker";

interface RememberChoicesProps {
  fields: readonly CredentialField[];
  /** The filled field whose storing is a choice of its own, if any. */
  secretField: CredentialField | undefined;
  choices: Choices;
  onChange: (choices: Choices) => void;
  problems: Readonly<Record<string, string>>;
}

/** What may be kept: off by default, each with what it means. */
export function RememberChoices({ fields, secretField, choices, onChange, problems }: RememberChoicesProps) {
  const labels = rememberedLabels(fields);
  return (
    <div className="flex flex-col gap-3">
      {labels.length > 0 && (
        <CheckboxField
          label="Remember these for the next sign-in"
          help={`Keeps ${listOf(labels)}, encrypted, on this server. Otherwise only the session is kept, and you type them again when it ends.`}
          checked={choices.remember}
          onCheckedChange={(remember) => onChange({ ...choices, remember })}
        />
      )}
      {secretField !== undefined && (
        <CheckboxField
          label={`Store “${secretField.label}” too`}
          help="Off: it is used for this sign-in and forgotten."
          checked={choices.rememberTotpSecret}
          onCheckedChange={(rememberTotpSecret) =>
            onChange({ ...choices, rememberTotpSecret, confirmPassword: "" })
          }
        />
      )}
      {secretField !== undefined && choices.rememberTotpSecret && (
        <Notice tone="warn" title="This turns two factors into one.">
          <p>
            With the password and this secret on one server, whoever gets into the server can sign in to your
            brokerage account alone. Store it only if that is worth it to you; you can have it forgotten at
            any time.
          </p>
          <TextField
            className="max-w-80 pt-1"
            label="Your Wheelhouse password, to confirm"
            name={CONFIRM_PASSWORD_FIELD}
            type="password"
            autoComplete="current-password"
            value={choices.confirmPassword}
            onValueChange={(confirmPassword) => onChange({ ...choices, confirmPassword })}
            error={problems[CONFIRM_PASSWORD_FIELD]}
          />
        </Notice>
      )}
    </div>
  );
}

function listOf(labels: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "conjunction" }).format(labels);
}
