"use client";

import { ChevronDown } from "lucide-react";
import { MoreMenu } from "@/components/shell/more-menu";
import { barItemsFor, type NavItem } from "@/components/shell/nav-items";
import type { Permission } from "@/shared/permissions";

const BUTTON =
  "relative flex h-12 items-center gap-1 px-2 text-14 whitespace-nowrap text-ink-soft -outline-offset-4 hover:text-ink";
const LED_TO = "font-medium text-ink after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:bg-ink";

/** The pages that have no room in the bar behind one button: fewer of them where the window is wide. */
export function MoreInTopBar({ permissions }: { permissions: readonly Permission[] }) {
  const items = barItemsFor(permissions).filter((item) => item.place !== "always");
  return (
    <>
      <More items={items} className="xl:hidden" />
      <More items={items.filter((item) => item.place === "more")} className="max-xl:hidden" />
    </>
  );
}

function More({ items, className }: { items: readonly NavItem[]; className: string }) {
  if (items.length === 0) return null;
  return (
    <span className={className}>
      <MoreMenu
        items={items}
        trigger={(current) => (
          <button type="button" className={current === undefined ? BUTTON : `${BUTTON} ${LED_TO}`}>
            {current?.label ?? "More"}
            <ChevronDown aria-hidden className="size-4" />
          </button>
        )}
      />
    </span>
  );
}
