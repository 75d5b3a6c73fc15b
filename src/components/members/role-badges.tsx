import { ROLE_NAMES } from "@/components/members/role-texts";
import { Badge } from "@/components/ui/badge";
import type { Role } from "@/shared/permissions";

/** The roles of a person side by side. */
export function RoleBadges({ roles }: { roles: readonly Role[] }) {
  return (
    <span className="inline-flex flex-wrap justify-end gap-1">
      {roles.map((role) => (
        <Badge key={role}>{ROLE_NAMES[role]}</Badge>
      ))}
    </span>
  );
}
