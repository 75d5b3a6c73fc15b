"use client";

import { classNames } from "@/components/ui/class-names";
import { FieldFrame, type FieldText, INPUT_CLASSES } from "@/components/ui/field-frame";

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
        <select
          id={id}
          value={value}
          onChange={(event) => onValueChange(event.target.value)}
          aria-invalid={invalid || undefined}
          aria-describedby={describedBy}
          className={classNames(INPUT_CLASSES, "bg-surface!")}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
