import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { Spinner } from "@/components/ui/spinner";

export type ButtonTone = "primary" | "secondary" | "chosen" | "quiet" | "danger";

const SHAPE =
  "inline-flex items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium select-none transition-colors duration-100 pointer-coarse:h-11 disabled:cursor-not-allowed aria-disabled:cursor-not-allowed";

const SIZES = { normal: "h-8 px-3 text-14", small: "h-6 px-2 text-13" } as const;

const TONES: Record<ButtonTone, string> = {
  primary:
    "bg-action text-action-ink hover:bg-action-hover disabled:bg-sunken disabled:text-ink-soft aria-disabled:hover:bg-action",
  secondary:
    "border border-line-strong bg-surface text-ink hover:bg-sunken disabled:border-line disabled:text-ink-soft disabled:hover:bg-surface",
  chosen: "border border-action bg-action-wash text-ink hover:bg-sunken",
  quiet: "text-ink hover:bg-sunken disabled:text-ink-soft disabled:hover:bg-transparent",
  danger: "bg-bad-fill text-bad-fill-ink hover:brightness-90 disabled:bg-sunken disabled:text-ink-soft",
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

/** The one button. A busy button stays focusable, so that the keyboard's place is not lost. */
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
  ...rest
}: ButtonProps) {
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
