"use client";

import { FieldFrame, type FieldText } from "@/components/ui/field-frame";
import { Select } from "@/components/ui/select";

interface ChoiceFieldProps extends FieldText {
  value: string;
  options: readonly { readonly value: string; readonly label: string }[];
  onValueChange: (value: string) => void;
}

/** One of a few values, as the browser's own list. */
export function ChoiceField({ label, help, error, value, options, onValueChange }: ChoiceFieldProps) {
  return (
    <FieldFrame label={label} help={help} error={error}>
      {({ id, describedBy, invalid }) => (
        <Select
          id={id}
          value={value}
          onValueChange={onValueChange}
          aria-invalid={invalid || undefined}
          aria-describedby={describedBy}
          className="bg-surface!"
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </FieldFrame>
  );
}
