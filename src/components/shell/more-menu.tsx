"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactElement } from "react";
import type { NavItem } from "@/components/shell/nav-items";
import { Menu, MenuItem } from "@/components/ui/menu";

interface MoreMenuProps {
  items: readonly NavItem[];
  /** Draws the button; `current` when one of the pages behind it is shown. */
  trigger: (current: NavItem | undefined) => ReactElement;
}

/** The pages that have no room in a bar. */
export function MoreMenu({ items, trigger }: MoreMenuProps) {
  const pathname = usePathname();
  const isCurrent = ({ href }: NavItem) => pathname === href || pathname.startsWith(`${href}/`);
  return (
    <Menu trigger={trigger(items.find(isCurrent))}>
      {items.map((item) => (
        <MenuItem key={item.href} asChild>
          <Link
            href={item.href}
            aria-current={isCurrent(item) ? "page" : undefined}
            className="aria-[current=page]:font-medium"
          >
            <item.icon aria-hidden />
            {item.label}
          </Link>
        </MenuItem>
      ))}
    </Menu>
  );
}
