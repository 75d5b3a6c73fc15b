"use client";

import { CheckboxField } from "@/components/ui/checkbox-field";

interface ChecklistProps<TValue extends string> {
  label: string;
  options: readonly { value: TValue; label: string }[];
  value: readonly TValue[];
  onValueChange: (value: TValue[]) => void;
}

/** Several of a list; the order stays the list's. */
export function Checklist<TValue extends string>(props: ChecklistProps<TValue>) {
  const { label, options, value, onValueChange } = props;
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-12 font-medium text-ink-soft">{label}</legend>
      {options.map((option) => (
        <CheckboxField
          key={option.value}
          label={option.label}
          checked={value.includes(option.value)}
          onCheckedChange={(checked) =>
            onValueChange(
              options
                .map((other) => other.value)
                .filter((other) => (other === option.value ? checked : value.includes(other))),
            )
          }
        />
      ))}
    </fieldset>
  );
}
