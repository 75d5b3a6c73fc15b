import {
  Bell,
  ClipboardList,
  FileStack,
  Gauge,
  HandCoins,
  KeyRound,
  Layers,
  LayoutDashboard,
  type LucideIcon,
  Plug,
  ScrollText,
  Settings,
  ShipWheel,
  SlidersHorizontal,
  UsersRound,
} from "lucide-react";
import type { Permission } from "@/shared/permissions";

export interface NavItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** The letter after `g`. */
  key: string;
  permission: Permission;
  admin: boolean;
  /**
   * `always` stands in the bars of every width, `wide` in the bar of a wide window and under More elsewhere, `more`
   * under More at every width; to `elsewhere` something else leads, as the bell does.
   */
  place: "always" | "wide" | "more" | "elsewhere";
}

const NAV_ITEMS: readonly NavItem[] = [
  {
    href: "/dashboard",
    label: "Dashboard",
    icon: LayoutDashboard,
    key: "d",
    permission: "use_own_account",
    admin: false,
    place: "always",
  },
  {
    href: "/positions",
    label: "Positions",
    icon: Layers,
    key: "p",
    permission: "read_positions",
    admin: false,
    place: "always",
  },
  {
    href: "/options",
    label: "Options",
    icon: FileStack,
    key: "o",
    permission: "read_positions",
    admin: false,
    place: "wide",
  },
  {
    href: "/orders",
    label: "Orders",
    icon: ClipboardList,
    key: "r",
    permission: "read_positions",
    admin: false,
    place: "always",
  },
  {
    href: "/wheel",
    label: "Wheel",
    icon: ShipWheel,
    key: "w",
    permission: "read_positions",
    admin: false,
    place: "always",
  },
  {
    href: "/income",
    label: "Income",
    icon: HandCoins,
    key: "i",
    permission: "read_positions",
    admin: false,
    place: "wide",
  },
  {
    href: "/settings/connections",
    label: "Connections",
    icon: Plug,
    key: "c",
    permission: "manage_connections",
    admin: false,
    place: "wide",
  },
  {
    href: "/notices",
    label: "Notices",
    icon: Bell,
    key: "n",
    permission: "use_own_account",
    admin: false,
    place: "elsewhere",
  },
  {
    href: "/admin/audit",
    label: "Audit log",
    icon: ScrollText,
    key: "a",
    permission: "view_audit",
    admin: true,
    place: "wide",
  },
  {
    href: "/admin/members",
    label: "Members",
    icon: UsersRound,
    key: "m",
    permission: "manage_users",
    admin: true,
    place: "wide",
  },
  {
    href: "/settings/system",
    label: "Settings",
    icon: Settings,
    key: "s",
    permission: "modify_settings",
    admin: true,
    place: "more",
  },
  {
    href: "/admin/keys",
    label: "Keys",
    icon: KeyRound,
    key: "k",
    permission: "manage_keys",
    admin: true,
    place: "more",
  },
  {
    href: "/admin/metrics",
    label: "Metrics",
    icon: Gauge,
    key: "t",
    permission: "view_metrics",
    admin: true,
    place: "more",
  },
  {
    href: "/settings/preferences",
    label: "Preferences",
    icon: SlidersHorizontal,
    key: "e",
    permission: "use_own_account",
    admin: false,
    place: "elsewhere",
  },
];

/** The pages that a person's permissions open, in the order of the navigation. */
export function navItemsFor(permissions: readonly Permission[]): readonly NavItem[] {
  return NAV_ITEMS.filter((item) => permissions.includes(item.permission));
}

/** Those of them that the bars lead to, in full width or under More. */
export function barItemsFor(permissions: readonly Permission[]): readonly NavItem[] {
  return navItemsFor(permissions).filter((item) => item.place !== "elsewhere");
}
