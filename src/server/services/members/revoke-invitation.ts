import { recordEvent } from "@/server/services/audit/record-event";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";

/**
 * Withdraws an invitation. Throws API_RESOURCE_NOT_FOUND for an unknown id, API_CONFLICT when it was accepted,
 * withdrawn or ran out before.
 */
export async function revokeInvitation(
  ctx: ServiceContext,
  input: { readonly invitationId: string },
): Promise<void> {
  permit(ctx, "manage_users");
  await ctx.storage.transaction(async (tx) => {
    const invitation = await tx.invitations.byId(input.invitationId);
    if (invitation === null) throw new AppError("API_RESOURCE_NOT_FOUND");
    if (!(await tx.invitations.revoke(invitation.id, ctx.clock.now()))) throw new AppError("API_CONFLICT");
    await recordEvent(ctx, tx, {
      type: "INVITATION_REVOKED",
      outcome: "success",
      targetId: invitation.id,
      details: { email: invitation.email },
    });
  });
}
