import { z } from "zod";
import { audited, noAudit } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { acceptRestored } from "@/server/services/install/accept-restored";
import { readRestored } from "@/server/services/install/read-restored";
import { acceptRestoredInputSchema, restoredViewSchema } from "@/shared/schemas/install";

/** The install as a whole: a restored copy, and the yes to it. */
export const installRouter = router({
  restored: procedure({
    access: "use_own_account",
    audit: noAudit("reads whether the install waits for an admin"),
    output: restoredViewSchema,
  }).query(({ ctx }) => readRestored(ctx)),
  accept: procedure({
    access: "modify_settings",
    audit: audited("RESTORE_ACCEPTED"),
    output: z.object({ ended: z.int() }),
  })
    .input(acceptRestoredInputSchema)
    .mutation(({ ctx, input }) => acceptRestored(ctx, input)),
});
