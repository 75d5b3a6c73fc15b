"use client";

import { Check } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import { useHydrated } from "@/components/ui/use-hydrated";

interface CheckboxFieldProps {
  label: ReactNode;
  help?: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  disabled?: boolean;
  name?: string;
  /** Its group has a mistake; the first one of it gets the focus. */
  invalid?: boolean;
}

/** A yes-or-no choice with its consequence in words beside it. */
export function CheckboxField(props: CheckboxFieldProps) {
  const { label, help, checked, onCheckedChange, disabled, name, invalid } = props;
  const id = useId();
  const early = !useHydrated();
  return (
    <div className="flex items-start gap-2.5 pointer-coarse:min-h-11 pointer-coarse:py-2.5">
      <Radix.Root
        id={id}
        {...(name === undefined ? {} : { name })}
        checked={checked}
        disabled={(disabled ?? false) || early}
        data-early={early || undefined}
        onCheckedChange={(next) => onCheckedChange(next === true)}
        aria-invalid={invalid || undefined}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        className="mt-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface text-action-ink off:cursor-not-allowed off:bg-sunken data-[state=checked]:border-action data-[state=checked]:bg-action pointer-coarse:size-5"
      >
        <Radix.Indicator>
          <Check aria-hidden className="size-3.5" strokeWidth={3} />
        </Radix.Indicator>
      </Radix.Root>
      <div className="flex flex-col">
        <label htmlFor={id} className="text-14">
          {label}
        </label>
        {help !== undefined && (
          <p id={`${id}-help`} className="text-13 text-ink-soft">
            {help}
          </p>
        )}
      </div>
    </div>
  );
}
