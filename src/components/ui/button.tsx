"use client";

import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Spinner } from "@/components/ui/spinner";
import { useHydrated } from "@/components/ui/use-hydrated";

export type ButtonTone = "primary" | "secondary" | "chosen" | "quiet" | "danger";

const SHAPE =
  "inline-flex items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium select-none transition-colors duration-100 pointer-coarse:h-11 off:cursor-not-allowed aria-disabled:cursor-not-allowed";

const SIZES = { normal: "h-8 px-3 text-14", small: "h-6 px-2 text-13" } as const;

const TONES: Record<ButtonTone, string> = {
  primary:
    "bg-action text-action-ink hover:bg-action-hover off:bg-sunken off:text-ink-soft aria-disabled:hover:bg-action",
  secondary:
    "border border-line-strong bg-surface text-ink hover:bg-sunken off:border-line off:text-ink-soft off:hover:bg-surface",
  chosen: "border border-action bg-action-wash text-ink hover:bg-sunken",
  quiet: "text-ink hover:bg-sunken off:text-ink-soft off:hover:bg-transparent",
  danger: "bg-bad-fill text-bad-fill-ink hover:brightness-90 off:bg-sunken off:text-ink-soft",
};

interface ButtonProps extends ComponentProps<"button"> {
  /** `chosen` marks a filter that is set. */
  tone?: ButtonTone;
  /** `small` fits a row of a table; on a touch screen both are 44 pixels high. */
  size?: keyof typeof SIZES;
  /** Work is under way: keeps focus, ignores presses, shows a ring. */
  busy?: boolean;
  /** Words in place of the label while busy. */
  busyLabel?: string;
  icon?: ReactNode;
  /** Draws the one child (a link) as this button. */
  asChild?: boolean;
}

/**
 * The one button. A busy button stays focusable, so that the keyboard's place is not lost. Before the page's scripts
 * are there it takes no presses: they would be lost, or the browser itself would send the form.
 */
export function Button({
  tone = "secondary",
  size = "normal",
  busy = false,
  busyLabel,
  icon,
  asChild = false,
  className,
  children,
  onClick,
  type = "button",
  disabled = false,
  ...rest
}: ButtonProps) {
  const early = !useHydrated();
  const classes = classNames(SHAPE, SIZES[size], TONES[tone], className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled || early}
      data-early={early || undefined}
      className={classes}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <Spinner /> : icon}
      {busy && busyLabel !== undefined ? busyLabel : children}
    </button>
  );
}
