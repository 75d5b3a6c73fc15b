"use client";

import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";
import { Tooltip } from "@/components/ui/tooltip";
import { useHydrated } from "@/components/ui/use-hydrated";

interface IconButtonProps extends ComponentProps<"button"> {
  /** Name for screen readers and the tooltip. */
  label: string;
  /** `small` fits a row of a table. */
  size?: keyof typeof SIZES;
}

const SIZES = { normal: "size-8", small: "size-6" } as const;

/** A square button with an icon; its name shows on hover and focus. Takes no presses before the page's scripts are there. */
export function IconButton({
  label,
  size = "normal",
  disabled = false,
  className,
  children,
  ...rest
}: IconButtonProps) {
  const early = !useHydrated();
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        disabled={disabled || early}
        data-early={early || undefined}
        className={classNames(
          "inline-flex shrink-0 items-center justify-center rounded-md text-ink-soft transition-colors duration-100 hover:bg-sunken hover:text-ink off:cursor-not-allowed off:opacity-60 pointer-coarse:size-11 [&>svg]:size-4",
          SIZES[size],
          className,
        )}
      >
        {children}
      </button>
    </Tooltip>
  );
}
