import { z } from "zod";
import { audited, publicAccess } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { acceptInvitation } from "@/server/services/invitations/accept-invitation";
import { viewInvitation } from "@/server/services/invitations/view-invitation";
import { acceptInvitationInputSchema, invitationTokenSchema, roleSchema } from "@/shared/schemas/member";

const byToken = publicAccess("the invited person has no account yet; the link's token is the proof");

/** The invited person's side. Both are mutations, so that the token is never part of an address. */
export const invitationRouter = router({
  view: procedure({
    access: byToken,
    audit: audited("INVITATION_REFUSED"),
    output: z.object({ email: z.string(), roles: z.array(roleSchema), expiresAt: z.iso.datetime() }),
  })
    .input(z.object({ token: invitationTokenSchema }))
    .mutation(({ ctx, input }) => viewInvitation(ctx, input)),
  accept: procedure({
    access: byToken,
    audit: audited("INVITATION_ACCEPTED", "INVITATION_REFUSED"),
    output: z.object({ email: z.string() }),
  })
    .input(acceptInvitationInputSchema)
    .mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
});
