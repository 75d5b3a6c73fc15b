import type { NavItem } from "@/components/shell/nav-items";
import { NavLink } from "@/components/shell/nav-link";

/** The pages at the lower edge of a phone, within reach of the thumb. */
export function BottomNav({ items }: { items: readonly NavItem[] }) {
  return (
    <nav
      aria-label="Main, at the bottom"
      className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {items.map((item) => (
        <NavLink
          key={item.href}
          href={item.href}
          className="relative flex h-14 flex-1 flex-col items-center justify-center gap-1 text-12 text-ink-soft -outline-offset-4 aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:before:absolute aria-[current=page]:before:inset-x-4 aria-[current=page]:before:top-0 aria-[current=page]:before:h-0.5 aria-[current=page]:before:bg-ink"
        >
          <item.icon aria-hidden className="size-5" strokeWidth={1.75} />
          {item.label}
        </NavLink>
      ))}
    </nav>
  );
}
