"use client";

import { abilitiesOf, ROLE_NAMES } from "@/components/members/role-texts";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { ROLES, type Role } from "@/shared/permissions";

interface RoleChoicesProps {
  value: readonly Role[];
  onValueChange: (roles: Role[]) => void;
  error?: string | undefined;
}

/** Roles as a set, each with what it allows; the list comes from the permission table. */
export function RoleChoices({ value, onValueChange, error }: RoleChoicesProps) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-13 font-medium">Roles</legend>
      {ROLES.map((role) => (
        <CheckboxField
          key={role}
          label={ROLE_NAMES[role]}
          help={`May ${abilitiesOf(role).join(", ")}.`}
          checked={value.includes(role)}
          onCheckedChange={(checked) =>
            onValueChange(ROLES.filter((other) => (other === role ? checked : value.includes(other))))
          }
        />
      ))}
      {error !== undefined && (
        <p role="alert" className="text-13 text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
