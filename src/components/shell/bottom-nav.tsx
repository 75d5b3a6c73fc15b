"use client";

import { Ellipsis } from "lucide-react";
import { MoreMenu } from "@/components/shell/more-menu";
import { barItemsFor } from "@/components/shell/nav-items";
import { NavLink } from "@/components/shell/nav-link";
import type { Permission } from "@/shared/permissions";

const PLACE =
  "relative flex h-14 w-full flex-col items-center justify-center gap-1 text-12 text-ink-soft -outline-offset-4";
const CURRENT =
  "aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:before:absolute aria-[current=page]:before:inset-x-4 aria-[current=page]:before:top-0 aria-[current=page]:before:h-0.5 aria-[current=page]:before:bg-ink";
const LED_TO =
  "font-medium text-ink before:absolute before:inset-x-4 before:top-0 before:h-0.5 before:bg-ink";

/** The most used pages at the lower edge of a phone, within reach of the thumb; More leads to the others. */
export function BottomNav({ permissions }: { permissions: readonly Permission[] }) {
  const items = barItemsFor(permissions);
  const others = items.filter((item) => item.place !== "always");
  return (
    <nav
      aria-label="Main, at the bottom"
      className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] *:flex-1 md:hidden"
    >
      {items
        .filter((item) => item.place === "always")
        .map((item) => (
          <NavLink key={item.href} href={item.href} className={`${PLACE} ${CURRENT}`}>
            <item.icon aria-hidden className="size-5" strokeWidth={1.75} />
            {item.label}
          </NavLink>
        ))}
      {others.length > 0 && (
        <div>
          <MoreMenu
            items={others}
            trigger={(current) => (
              <button type="button" className={current === undefined ? PLACE : `${PLACE} ${LED_TO}`}>
                <Ellipsis aria-hidden className="size-5" strokeWidth={1.75} />
                {current?.label ?? "More"}
              </button>
            )}
          />
        </div>
      )}
    </nav>
  );
}
