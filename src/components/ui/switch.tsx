"use client";

import { Switch as Radix } from "radix-ui";
import { useHydrated } from "@/components/ui/use-hydrated";

interface SwitchProps {
  id: string;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  describedBy?: string | undefined;
  invalid?: boolean;
}

/** On or off, with the word beside it; its label stands elsewhere and names it by `id`. */
export function Switch({ id, checked, onCheckedChange, describedBy, invalid = false }: SwitchProps) {
  const early = !useHydrated();
  return (
    <span className="inline-flex h-8 items-center gap-2 pointer-coarse:h-11">
      <Radix.Root
        id={id}
        checked={checked}
        disabled={early}
        onCheckedChange={onCheckedChange}
        aria-describedby={describedBy}
        aria-invalid={invalid || undefined}
        className="inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-line-strong bg-sunken p-0.5 transition-colors duration-100 data-[state=checked]:border-action data-[state=checked]:bg-action pointer-coarse:h-7 pointer-coarse:w-12"
      >
        <Radix.Thumb className="block size-3.5 rounded-full bg-line-strong transition-transform duration-100 data-[state=checked]:translate-x-4 data-[state=checked]:bg-action-ink pointer-coarse:size-5 pointer-coarse:data-[state=checked]:translate-x-5" />
      </Radix.Root>
      <span aria-hidden className="text-14">
        {checked ? "On" : "Off"}
      </span>
    </span>
  );
}
