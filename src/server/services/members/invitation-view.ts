import type { InvitationRecord } from "@/server/storage/records";
import type { InvitationView } from "@/shared/schemas/member";

/** An open invitation as admins see it; the link itself is not kept. */
export function invitationView(invitation: InvitationRecord): InvitationView {
  return {
    id: invitation.id,
    email: invitation.email,
    roles: [...invitation.roles],
    invitedBy: invitation.invitedBy,
    createdAt: invitation.createdAt.toISOString(),
    expiresAt: invitation.expiresAt.toISOString(),
  };
}
