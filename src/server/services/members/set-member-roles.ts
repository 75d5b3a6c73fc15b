import { recordEvent } from "@/server/services/audit/record-event";
import { holdMember, requireAdminLeft } from "@/server/services/members/hold-member";
import { memberView } from "@/server/services/members/member-view";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { Role } from "@/shared/permissions";
import type { MemberView } from "@/shared/schemas/member";

interface SetMemberRolesInput {
  readonly userId: string;
  readonly roles: readonly Role[];
}

/**
 * Gives a member exactly these roles. They count from the member's next request, since roles are read at each.
 * Throws API_RESOURCE_NOT_FOUND, and API_CONFLICT for taking `admin` from the owner or from the last admin.
 */
export async function setMemberRoles(ctx: ServiceContext, input: SetMemberRolesInput): Promise<MemberView> {
  permit(ctx, "manage_users");
  const now = ctx.clock.now();
  return ctx.storage.transaction(async (tx) => {
    const member = await holdMember(tx, input.userId);
    if (member.isOwner && !input.roles.includes("admin")) {
      throw new AppError("API_CONFLICT", "The owner stays admin.", {
        fields: { roles: "The owner stays admin" },
      });
    }
    const changed = { ...member, roles: input.roles, updatedAt: now };
    await tx.users.update(member.id, { roles: changed.roles, updatedAt: now });
    await requireAdminLeft(tx);
    await recordEvent(ctx, tx, {
      type: "ROLES_CHANGED",
      outcome: "success",
      targetId: member.id,
      details: { member: member.email, before: member.roles, after: changed.roles },
    });
    return memberView(changed, (await tx.appSessions.lastSeenByUser()).get(member.id));
  });
}
