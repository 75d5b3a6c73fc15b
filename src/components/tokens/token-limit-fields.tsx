"use client";

import type { TokenFormProps } from "@/components/tokens/token-form";
import { ChoiceField } from "@/components/ui/choice-field";
import { TextField } from "@/components/ui/text-field";

const LIVES = [
  { value: "1", label: "1 day" },
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "180", label: "180 days" },
  { value: "366", label: "A year" },
];

/** How long it lives, from where it may be used, and how often. */
export function TokenLimitFields({ values, errors, set }: TokenFormProps) {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoiceField
          label="It ends after"
          value={values.days}
          options={LIVES}
          onValueChange={(days) => set("days", days)}
          error={errors.days}
        />
        <TextField
          label="Requests a minute"
          inputMode="numeric"
          value={values.perMinute}
          maxLength={4}
          autoComplete="off"
          onValueChange={(perMinute) => set("perMinute", perMinute)}
          error={errors.perMinute}
        />
      </div>
      <TextField
        label="Only from these addresses"
        optional
        mono
        help="IP addresses or ranges, such as 192.0.2.7 or 10.0.0.0/8. Empty: from anywhere."
        value={values.addresses}
        maxLength={1000}
        autoComplete="off"
        spellCheck={false}
        onValueChange={(addresses) => set("addresses", addresses)}
        error={errors.addresses}
      />
    </>
  );
}
