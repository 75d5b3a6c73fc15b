import { z } from "zod";
import { audited, noAudit } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { inviteMember } from "@/server/services/members/invite-member";
import { listInvitations } from "@/server/services/members/list-invitations";
import { listMembers } from "@/server/services/members/list-members";
import { revokeInvitation } from "@/server/services/members/revoke-invitation";
import { setMemberDisabled } from "@/server/services/members/set-member-disabled";
import { setMemberRoles } from "@/server/services/members/set-member-roles";
import { emailSchema, invitationViewSchema, memberViewSchema, rolesSchema } from "@/shared/schemas/member";

const manage = "manage_users" as const;
const idSchema = z.string().min(1).max(64);
const reads = noAudit("reads the list of people that an admin looks after");

/** The people of this install. */
export const membersRouter = router({
  list: procedure({ access: manage, audit: reads, output: z.array(memberViewSchema) }).query(({ ctx }) =>
    listMembers(ctx),
  ),
  invitations: procedure({ access: manage, audit: reads, output: z.array(invitationViewSchema) }).query(
    ({ ctx }) => listInvitations(ctx),
  ),
  invite: procedure({
    access: manage,
    audit: audited("MEMBER_INVITED", "INVITATION_REVOKED"),
    output: z.object({ invitation: invitationViewSchema, token: z.string() }),
  })
    .input(z.object({ email: emailSchema, roles: rolesSchema }))
    .mutation(({ ctx, input }) => inviteMember(ctx, input)),
  revokeInvitation: procedure({
    access: manage,
    audit: audited("INVITATION_REVOKED"),
    output: z.object({}),
  })
    .input(z.object({ invitationId: idSchema }))
    .mutation(async ({ ctx, input }) => {
      await revokeInvitation(ctx, input);
      return {};
    }),
  setRoles: procedure({ access: manage, audit: audited("ROLES_CHANGED"), output: memberViewSchema })
    .input(z.object({ userId: idSchema, roles: rolesSchema }))
    .mutation(({ ctx, input }) => setMemberRoles(ctx, input)),
  setDisabled: procedure({
    access: manage,
    audit: audited("MEMBER_DISABLED", "MEMBER_ENABLED"),
    output: memberViewSchema,
  })
    .input(z.object({ userId: idSchema, disabled: z.boolean() }))
    .mutation(({ ctx, input }) => setMemberDisabled(ctx, input)),
});
