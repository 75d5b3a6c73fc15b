import { recordEvent } from "@/server/services/audit/record-event";
import { holdMember, requireAdminLeft } from "@/server/services/members/hold-member";
import { memberView } from "@/server/services/members/member-view";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import type { MemberView } from "@/shared/schemas/member";

interface SetMemberDisabledInput {
  readonly userId: string;
  readonly disabled: boolean;
}

/**
 * Shuts a member out, ending all their app sessions, or lets them in again. Throws API_RESOURCE_NOT_FOUND, and
 * API_CONFLICT for oneself, the owner and the last admin. Nothing happens when it is so already.
 */
export async function setMemberDisabled(
  ctx: ServiceContext,
  input: SetMemberDisabledInput,
): Promise<MemberView> {
  const actor = permit(ctx, "manage_users");
  const now = ctx.clock.now();
  return ctx.storage.transaction(async (tx) => {
    const member = await holdMember(tx, input.userId);
    if (input.disabled && member.id === actor.userId) {
      throw new AppError("API_CONFLICT", "You cannot disable yourself.");
    }
    if (input.disabled && member.isOwner) {
      throw new AppError("API_CONFLICT", "The owner cannot be disabled.");
    }
    const lastSeenAt = (await tx.appSessions.lastSeenByUser()).get(member.id);
    if (input.disabled === (member.disabledAt !== null)) return memberView(member, lastSeenAt);

    const changed = { ...member, disabledAt: input.disabled ? now : null, updatedAt: now };
    await tx.users.update(member.id, { disabledAt: changed.disabledAt, updatedAt: now });
    await requireAdminLeft(tx);
    const endedSessions = input.disabled
      ? await tx.appSessions.revokeAllOf(member.id, now, "member_disabled")
      : 0;
    await recordEvent(ctx, tx, {
      type: input.disabled ? "MEMBER_DISABLED" : "MEMBER_ENABLED",
      outcome: "success",
      targetId: member.id,
      details: { member: member.email, endedSessions },
    });
    return memberView(changed, lastSeenAt);
  });
}
