import { PERMISSIONS, type Permission, type Role } from "@/shared/permissions";

/** Names of the roles, as the pages say them. */
export const ROLE_TEXTS: Record<Role, { name: string; summary: string }> = {
  user: { name: "User", summary: "Connects own broker accounts and sees what is in them." },
  trader: { name: "Trader", summary: "Places and cancels orders. Holds no connections without User." },
  admin: { name: "Admin", summary: "Everything above, and people, settings and the audit log." },
};

const PERMISSION_TEXTS: Record<Permission, string> = {
  read_positions: "See positions",
  execute_trades: "Place and cancel orders",
  modify_settings: "Change settings of the install",
  view_analytics: "See analytics",
  use_own_account: "Use the own Wheelhouse account",
  manage_connections: "Connect own broker accounts",
  manage_users: "Invite, change and disable members",
  view_audit: "Read the audit log",
};

/** What one role may do, in words, straight from the permission table. */
export function abilitiesOf(role: Role): string[] {
  return (Object.keys(PERMISSIONS) as Permission[])
    .filter((permission) => (PERMISSIONS[permission] as readonly Role[]).includes(role))
    .map((permission) => PERMISSION_TEXTS[permission]);
}
