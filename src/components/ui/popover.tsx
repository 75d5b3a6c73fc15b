"use client";

import { Popover as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

interface PopoverProps {
  trigger: ReactElement;
  /** Name of the layer for screen readers. */
  label: string;
  children: ReactNode;
  align?: "start" | "center" | "end";
  /** For a list: wider, and its rows touch the edges. */
  wide?: boolean;
  /** Given together, they let the place around it open and close the layer. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** A layer with controls beside its button; Escape or a press outside closes it. */
export function Popover(props: PopoverProps) {
  const { trigger, label, children, align = "start", wide = false, open, onOpenChange } = props;
  return (
    <Radix.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={classNames(
            "z-50 flex max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-1rem)] animate-enter flex-col overflow-y-auto rounded-md bg-raised shadow-float",
            wide ? "w-[26rem]" : "w-80 p-3",
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
