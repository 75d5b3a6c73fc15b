import { loadOpenInvitation } from "@/server/services/invitations/load-open-invitation";
import type { ServiceContext } from "@/server/services/service-context";
import type { InvitationView } from "@/shared/schemas/member";

/** What the holder of the link sees before accepting. */
type OfferedInvitation = Pick<InvitationView, "email" | "roles" | "invitedBy" | "expiresAt">;

/** What an invitation offers, for whoever holds its link. Throws AUTH_INVITATION_INVALID or AUTH_RATE_LIMITED. */
export async function viewInvitation(
  ctx: ServiceContext,
  input: { readonly token: string },
): Promise<OfferedInvitation> {
  const invitation = await loadOpenInvitation(ctx, input.token);
  return {
    email: invitation.email,
    roles: [...invitation.roles],
    invitedBy: invitation.invitedBy,
    expiresAt: invitation.expiresAt.toISOString(),
  };
}
