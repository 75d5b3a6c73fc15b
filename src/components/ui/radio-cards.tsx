"use client";

import { RadioGroup as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";
import { classNames } from "@/components/ui/class-names";
import { useHydrated } from "@/components/ui/use-hydrated";

interface RadioCard<TValue extends string> {
  value: TValue;
  title: string;
  description?: ReactNode;
  icon?: ReactNode;
  disabled?: boolean;
}

interface RadioCardsProps<TValue extends string> {
  /** The question; read out as the group's name. */
  label: string;
  value: TValue;
  options: readonly RadioCard<TValue>[];
  onValueChange: (value: TValue) => void;
  name?: string;
  /** `pairs` for more than a few: two beside each other. */
  arrange?: "row" | "pairs";
}

const ARRANGEMENTS = { row: "sm:grid-flow-col sm:auto-cols-fr", pairs: "sm:grid-cols-2" } as const;

/** One of a few choices, each with what it means. Arrow keys move, as in any radio group. */
export function RadioCards<TValue extends string>(props: RadioCardsProps<TValue>) {
  const { label, value, options, onValueChange, name, arrange = "row" } = props;
  const id = useId();
  const early = !useHydrated();
  return (
    <Radix.Root
      aria-label={label}
      {...(name === undefined ? {} : { name })}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen !== undefined) onValueChange(chosen.value);
      }}
      className={classNames("grid gap-2", ARRANGEMENTS[arrange])}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          disabled={(option.disabled ?? false) || early}
          data-early={early || undefined}
          aria-labelledby={`${id}-${option.value}-title`}
          aria-describedby={option.description === undefined ? undefined : `${id}-${option.value}-text`}
          className="group flex items-start gap-3 rounded-md border border-line-strong bg-surface p-3 text-left hover:bg-sunken off:cursor-not-allowed off:border-line off:text-ink-soft data-[state=checked]:border-action data-[state=checked]:bg-action-wash"
        >
          <span
            aria-hidden
            className="mt-0.5 size-4 shrink-0 rounded-full border border-line-strong bg-surface group-data-[state=checked]:border-[5px] group-data-[state=checked]:border-action"
          />
          <span className="flex min-w-0 flex-col gap-0.5">
            <span id={`${id}-${option.value}-title`} className="flex items-center gap-1.5 font-medium">
              {option.icon}
              {option.title}
            </span>
            {option.description !== undefined && (
              <span id={`${id}-${option.value}-text`} className="text-13 text-ink-soft">
                {option.description}
              </span>
            )}
          </span>
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
