/** Roles are a set: a person may hold several (a trader is invited as `user` and `trader`). */
export const ROLES = ["user", "trader", "admin"] as const;
export type Role = (typeof ROLES)[number];

/**
 * Which roles may do what. The first four rows are the source specification's access-control table, to the
 * letter; the rest are Wheelhouse's own, in the same single table.
 */
export const PERMISSIONS = {
  read_positions: ["user", "admin"],
  execute_trades: ["trader", "admin"],
  modify_settings: ["admin"],
  view_analytics: ["user", "trader", "admin"],
  use_own_account: ["user", "trader", "admin"],
  manage_connections: ["user", "admin"],
  manage_users: ["admin"],
  manage_tokens: ["user", "trader", "admin"],
  lease_session: ["trader", "admin"],
  freeze_bots: ["admin"],
  view_audit: ["admin"],
  view_metrics: ["admin"],
  manage_keys: ["admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether any of the roles carries the permission. */
export function hasPermission(roles: readonly Role[], permission: Permission): boolean {
  const allowed: readonly Role[] = PERMISSIONS[permission];
  return roles.some((role) => allowed.includes(role));
}

/** The permissions that a set of roles adds up to, in the table's order. */
export function permissionsOf(roles: readonly Role[]): Permission[] {
  return (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => hasPermission(roles, permission));
}
