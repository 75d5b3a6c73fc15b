import { recordEvent } from "@/server/services/audit/record-event";
import { invitationRefusal, loadOpenInvitation } from "@/server/services/invitations/load-open-invitation";
import { requireGoodPassword } from "@/server/services/members/require-good-password";
import type { ServiceContext } from "@/server/services/service-context";
import type { AcceptInvitationInput } from "@/shared/schemas/member";
import { Secret } from "@/shared/secret";

/**
 * Makes the invited person a member and spends the invitation, in one step and for one caller only. Throws
 * AUTH_INVITATION_INVALID, AUTH_RATE_LIMITED, VALIDATION_INVALID_INPUT for a password that is not good enough, and API_CONFLICT
 * when there is a member with the address by now.
 */
export async function acceptInvitation(
  ctx: ServiceContext,
  input: AcceptInvitationInput,
): Promise<{ email: string }> {
  const { id, email, roles } = await loadOpenInvitation(ctx, input.token);
  requireGoodPassword(ctx, input.password, [email, input.displayName]);
  const passwordHash = await ctx.passwords.hash(new Secret(input.password));
  const userId = ctx.random.uuid();
  const now = ctx.clock.now();
  const isFirst = await ctx.storage.transaction(async (tx) => {
    if (!(await tx.invitations.accept(id, now))) return false;
    await tx.users.create({
      id: userId,
      email,
      displayName: input.displayName,
      passwordHash,
      roles,
      isOwner: false,
      disabledAt: null,
      createdAt: now,
      updatedAt: now,
    });
    await recordEvent(ctx, tx, {
      type: "INVITATION_ACCEPTED",
      outcome: "success",
      targetId: userId,
      user: email,
      details: { invitationId: id, roles },
    });
    return true;
  });
  if (!isFirst) throw await invitationRefusal(ctx, id, "accepted_before");
  return { email };
}
