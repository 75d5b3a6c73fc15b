import type { ComponentProps } from "react";
import { classNames } from "@/components/ui/class-names";
import { Tooltip } from "@/components/ui/tooltip";

interface IconButtonProps extends ComponentProps<"button"> {
  /** Name for screen readers and the tooltip. */
  label: string;
}

/** A square button with an icon; its name shows on hover and focus. */
export function IconButton({ label, className, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={classNames(
          "inline-flex size-8 shrink-0 items-center justify-center rounded-md text-ink-soft transition-colors duration-100 hover:bg-sunken hover:text-ink disabled:cursor-not-allowed disabled:opacity-60 pointer-coarse:size-11 [&>svg]:size-4",
          className,
        )}
      >
        {children}
      </button>
    </Tooltip>
  );
}
