"use client";

import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";
import { INPUT_CLASSES } from "@/components/ui/field-frame";
import { useHydrated } from "@/components/ui/use-hydrated";

interface SelectProps extends Omit<ComponentProps<"select">, "onChange" | "value"> {
  value: string;
  onValueChange: (value: string) => void;
}

/** One of many choices, in the device's own list. Takes none before the page's scripts are there. */
export function Select({ onValueChange, disabled = false, className, ...rest }: SelectProps) {
  const early = !useHydrated();
  return (
    <select
      {...rest}
      onChange={(event) => onValueChange(event.target.value)}
      disabled={disabled || early}
      data-early={early || undefined}
      className={classNames(INPUT_CLASSES, className)}
    />
  );
}
