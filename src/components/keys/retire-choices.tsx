"use client";

import { CheckboxField } from "@/components/ui/checkbox-field";
import { RadioCards } from "@/components/ui/radio-cards";
import type { RetireKeyInput } from "@/shared/schemas/keys";

type Choices = Pick<RetireKeyInput, "fate" | "now">;

interface RetireChoicesProps {
  value: Choices;
  onValueChange: (value: Choices) => void;
}

/** What becomes of an old key's file, and whether the seven days are waited for. */
export function RetireChoices({ value, onValueChange }: RetireChoicesProps) {
  return (
    <>
      <RadioCards
        label="What becomes of its file"
        value={value.fate}
        onValueChange={(fate) => onValueChange({ ...value, fate })}
        options={[
          { value: "archive", title: "Archive", description: "Moved to keys/archive, for old backups." },
          { value: "shred", title: "Destroy", description: "Overwritten and removed. Old backups are lost." },
        ]}
      />
      <CheckboxField
        label="Without the seven days"
        help="When the key was seen by others. Until then there is a way back."
        checked={value.now}
        onCheckedChange={(now) => onValueChange({ ...value, now })}
      />
    </>
  );
}
