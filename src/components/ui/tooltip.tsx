"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactElement } from "react";
import { useTooltipsShown } from "@/components/ui/tooltip-visibility";

interface TooltipProps {
  text: string;
  children: ReactElement;
  side?: "top" | "right" | "bottom" | "left";
}

/**
 * A short explanation on hover and keyboard focus, for those who want them. Never the only place where something is
 * said.
 */
export function Tooltip({ text, children, side = "bottom" }: TooltipProps) {
  if (!useTooltipsShown()) return children;
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 rounded-sm bg-ink px-2 py-1 text-12 text-canvas"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
