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
import type { BackendName, Keeping } from "@/shared/schemas/credential-storage";

interface RememberChoicesProps {
  fields: readonly CredentialField[];
  /** The filled field whose storing is a choice of its own, if any. */
  secretField: CredentialField | undefined;
  keeping: Keeping;
  choices: Choices;
  onChange: (choices: Choices) => void;
  problems: Readonly<Record<string, string>>;
}

const PLACES: Readonly<Record<BackendName, string>> = {
  database: "encrypted, on this server",
  keyring: "in the keyring of this server's user",
  vault: "in the Vault of this install",
  env: "nowhere",
};

/** What may be kept: off by default, each with what it means. */
export function RememberChoices(props: RememberChoicesProps) {
  const { fields, secretField, keeping, choices, onChange, problems } = props;
  const labels = rememberedLabels(fields);
  if (!keeping.canRemember) {
    return (
      labels.length > 0 && (
        <p className="text-13 text-ink-soft">
          Nothing you type here is kept. This install reads credentials from its environment only
          (SECURE_STORAGE is env), so Wheelhouse keeps the session
          {keeping.provided.length > 0
            ? " alone, and nothing need be typed the next time."
            : " alone, and asks you again when it ends."}
        </p>
      )
    );
  }
  return (
    <div className="flex flex-col gap-3">
      {labels.length > 0 && (
        <CheckboxField
          label="Remember these for the next sign-in"
          help={`Keeps ${listOf(labels)} ${PLACES[keeping.place]}. Otherwise only the session is kept, and you type them again when it ends.`}
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
        <Notice tone="warn" title="A seed kept by a server turns two factors into one.">
          <p>
            This secret is the seed of your codes. With it and the password in one place, whoever gets into
            that place can sign in to your brokerage account alone. Store it only if that is worth it to you;
            you can have it forgotten at any time.
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
