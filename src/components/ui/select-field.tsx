"use client";

import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";
import { FieldFrame, type FieldText, INPUT_CLASSES } from "@/components/ui/field-frame";

interface SelectOption<TValue extends string> {
  value: TValue;
  label: string;
}

interface SelectFieldProps<TValue extends string>
  extends Omit<ComponentProps<"select">, "onChange" | "value" | "children">,
    FieldText {
  value: TValue;
  options: readonly SelectOption<TValue>[];
  onValueChange: (value: TValue) => void;
}

/** One choice of a list: the platform's own control, so that phone and keyboard behave as people know. */
export function SelectField<TValue extends string>(props: SelectFieldProps<TValue>) {
  const { label, help, error, optional, hideLabel, value, options, onValueChange, className, ...select } =
    props;
  return (
    <FieldFrame
      label={label}
      help={help}
      error={error}
      optional={optional ?? false}
      hideLabel={hideLabel ?? false}
      className={className}
    >
      {({ id, describedBy, invalid }) => (
        <div className="relative">
          <select
            {...select}
            id={id}
            value={value}
            onChange={(event) => {
              const chosen = options.find((option) => option.value === event.target.value);
              if (chosen !== undefined) onValueChange(chosen.value);
            }}
            aria-invalid={invalid || undefined}
            aria-describedby={describedBy}
            className={classNames(INPUT_CLASSES, "appearance-none truncate pr-8")}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown
            aria-hidden
            className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-ink-soft"
          />
        </div>
      )}
    </FieldFrame>
  );
}
