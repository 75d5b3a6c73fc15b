import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Spinner } from "@/components/ui/spinner";

export type ButtonTone = "primary" | "secondary" | "quiet" | "danger";

const SHAPE =
  "inline-flex h-8 min-w-8 items-center justify-center gap-2 whitespace-nowrap rounded-md px-3 text-14 font-medium select-none transition-colors duration-100 pointer-coarse:h-11 disabled:cursor-not-allowed aria-disabled:cursor-not-allowed";

const TONES: Record<ButtonTone, string> = {
  primary:
    "bg-action text-action-ink hover:bg-action-hover disabled:bg-sunken disabled:text-ink-soft aria-disabled:hover:bg-action",
  secondary:
    "border border-line-strong bg-surface text-ink hover:bg-sunken disabled:border-line disabled:text-ink-soft disabled:hover:bg-surface",
  quiet: "text-ink hover:bg-sunken disabled:text-ink-soft disabled:hover:bg-transparent",
  danger: "bg-bad-fill text-bad-fill-ink hover:brightness-90 disabled:bg-sunken disabled:text-ink-soft",
};

interface ButtonProps extends ComponentProps<"button"> {
  tone?: ButtonTone;
  /** Work is under way: keeps focus, ignores presses, shows a ring. */
  busy?: boolean;
  /** Words in place of the label while busy. */
  busyLabel?: string;
  icon?: ReactNode;
  /** Draws the one child (a link) as this button. */
  asChild?: boolean;
}

/** The one button. A busy button stays focusable, so that the keyboard's place is not lost. */
export function Button({
  tone = "secondary",
  busy = false,
  busyLabel,
  icon,
  asChild = false,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const classes = classNames(SHAPE, TONES[tone], className);
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
