import { z } from "zod";
import { audited, noAudit, publicAccess } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { completeSetup } from "@/server/services/setup/complete-setup";
import { readSetupState } from "@/server/services/setup/read-setup-state";
import { completeSetupInputSchema } from "@/shared/schemas/member";
import { passwordRuleSchema } from "@/shared/schemas/password-rule";

/** The first run: makes the owner, once. */
export const setupRouter = router({
  status: procedure({
    access: publicAccess("the sign-in page must know whether to offer the set-up"),
    audit: noAudit("reads one yes or no"),
    output: z.object({ needed: z.boolean() }),
  }).query(({ ctx }) => readSetupState(ctx)),
  passwordRule: procedure({
    access: publicAccess("whoever chooses a first password must know what it has to be"),
    audit: noAudit("reads a rule that everybody may know"),
    output: passwordRuleSchema,
  }).query(({ ctx }) => ctx.settings.passwords),
  complete: procedure({
    access: publicAccess("nobody can sign in yet; the one-time code from the console is the proof"),
    audit: audited("SETUP_COMPLETED", "SETUP_REFUSED"),
    output: z.object({ email: z.string() }),
  })
    .input(completeSetupInputSchema)
    .mutation(({ ctx, input }) => completeSetup(ctx, input)),
});
