import { PERMISSIONS, type Permission, type Role } from "@/shared/permissions";

/** Names of the roles, as the pages say them. */
export const ROLE_NAMES: Record<Role, string> = { user: "User", trader: "Trader", admin: "Admin" };

const PERMISSION_TEXTS: Record<Permission, string> = {
  read_positions: "see positions",
  execute_trades: "place and cancel orders",
  modify_settings: "change the install's settings",
  view_analytics: "see analytics",
  use_own_account: "manage one's own sign-in",
  manage_connections: "connect one's own broker accounts",
  manage_tokens: "make API tokens for own programs",
  lease_session: "hand a live broker session to a program",
  freeze_bots: "keep all programs out",
  manage_users: "invite, change and disable members",
  view_audit: "read the audit log",
  view_metrics: "see how the install is doing",
  manage_keys: "change the install's keys",
};

/** Permissions in words, in the order given. */
export function describePermissions(permissions: readonly Permission[]): string {
  return permissions.map((permission) => PERMISSION_TEXTS[permission]).join(", ");
}

/** What one role may do, in words, straight from the permission table. */
export function abilitiesOf(role: Role): string[] {
  return (Object.keys(PERMISSIONS) as Permission[])
    .filter((permission) => (PERMISSIONS[permission] as readonly Role[]).includes(role))
    .map((permission) => PERMISSION_TEXTS[permission]);
}
