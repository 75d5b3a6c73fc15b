import { Bell, LayoutDashboard, type LucideIcon, Plug, ScrollText, UsersRound } from "lucide-react";
import type { Permission } from "@/shared/permissions";

export interface NavItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** The letter after `g`. */
  key: string;
  permission: Permission;
  admin: boolean;
  /** Stands among the pages of the bars; the bell leads to the others. */
  inBars: boolean;
}

const NAV_ITEMS: readonly NavItem[] = [
  {
    href: "/dashboard",
    label: "Dashboard",
    icon: LayoutDashboard,
    key: "d",
    permission: "use_own_account",
    admin: false,
    inBars: true,
  },
  {
    href: "/settings/connections",
    label: "Connections",
    icon: Plug,
    key: "c",
    permission: "manage_connections",
    admin: false,
    inBars: true,
  },
  {
    href: "/notices",
    label: "Notices",
    icon: Bell,
    key: "n",
    permission: "use_own_account",
    admin: false,
    inBars: false,
  },
  {
    href: "/admin/audit",
    label: "Audit log",
    icon: ScrollText,
    key: "a",
    permission: "view_audit",
    admin: true,
    inBars: true,
  },
  {
    href: "/admin/members",
    label: "Members",
    icon: UsersRound,
    key: "m",
    permission: "manage_users",
    admin: true,
    inBars: true,
  },
];

/** The pages that a person's permissions open, in the order of the navigation. */
export function navItemsFor(permissions: readonly Permission[]): readonly NavItem[] {
  return NAV_ITEMS.filter((item) => permissions.includes(item.permission));
}
