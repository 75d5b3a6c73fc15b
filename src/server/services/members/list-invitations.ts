import { invitationView } from "@/server/services/members/invitation-view";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { InvitationView } from "@/shared/schemas/member";

/** Invitations that can still be accepted, newest first. */
export async function listInvitations(ctx: ServiceContext): Promise<InvitationView[]> {
  permit(ctx, "manage_users");
  return (await ctx.storage.invitations.open(ctx.clock.now())).map(invitationView);
}
