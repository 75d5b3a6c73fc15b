import type { Permission, Role } from "@/shared/permissions";
import { hasPermission } from "@/shared/permissions";
import { SCOPE_NAMES, type Scope } from "@/shared/schemas/api-token";

/**
 * The permission behind each scope: a token is not made with a scope whose permission its owner lacks, and does
 * nothing by it once the owner has lost that permission.
 */
export const SCOPE_PERMISSIONS = {
  "read:connections": "manage_connections",
  "read:account": "read_positions",
  "read:positions": "read_positions",
  "read:options": "read_positions",
  "read:orders": "read_positions",
  "read:wheel": "read_positions",
  "read:attention": "read_positions",
  "read:audit": "view_audit",
  "write:attention": "read_positions",
  "session:refresh": "manage_connections",
  "session:proxy": "read_positions",
  "session:proxy_write": "execute_trades",
  "session:lease": "lease_session",
  "session:lease_full": "lease_session",
} as const satisfies Record<Scope, Permission>;

/** What can't be told by account: such a scope gives all of a connection. */
export const WHOLE_CONNECTION_SCOPES: readonly Scope[] = [
  "session:proxy",
  "session:proxy_write",
  "session:lease",
  "session:lease_full",
];

/** The scopes that a person with these roles may give to a token, in the table's order. */
export function scopesOf(roles: readonly Role[]): Scope[] {
  return SCOPE_NAMES.filter((scope) => hasPermission(roles, SCOPE_PERMISSIONS[scope]));
}
