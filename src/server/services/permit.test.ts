import { describe, expect, it } from "vitest";
import { permit, requireUser } from "@/server/services/permit";
import type { Actor } from "@/server/services/service-context";
import { PERMISSIONS, type Permission, ROLES } from "@/shared/permissions";

const person = (...roles: readonly (typeof ROLES)[number][]): Actor => ({
  type: "user",
  userId: "u",
  email: "u@example.com",
  displayName: "U",
  roles,
  isOwner: false,
  appSessionId: "s",
});
const permissions = Object.keys(PERMISSIONS) as Permission[];

describe("permit", () => {
  it.each(ROLES.flatMap((role) => permissions.map((permission) => [role, permission] as const)))(
    "asks the table whether %s may %s",
    (role, permission) => {
      const allowed: readonly string[] = PERMISSIONS[permission];
      const actor = person(role);
      if (allowed.includes(role)) expect(permit({ actor }, permission)).toBe(actor);
      else expect(() => permit({ actor }, permission)).toThrow("Your role does not allow this");
    },
  );

  it.each([{ type: "anonymous" }, { type: "system" }] as const)("wants a person, not $type", (actor) => {
    expect(() => permit({ actor }, "read_positions")).toThrow("Please sign in");
    expect(() => requireUser({ actor })).toThrow("Please sign in");
  });
});
