import { z } from "zod";
import { audited } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { getAccountSummary } from "@/server/services/portfolio/get-account-summary";
import { accountSummaryViewSchema } from "@/shared/schemas/account";

/** Account data of the person's connections. */
export const portfolioRouter = router({
  summary: procedure({
    access: "read_positions",
    audit: audited("SESSION_REFRESHED", "SESSION_REFRESH_FAILED", "SESSION_EXPIRED"),
    output: accountSummaryViewSchema,
  })
    .input(z.object({ connectionId: z.string().min(1).max(64), fresh: z.boolean().default(false) }))
    .query(({ ctx, input }) => getAccountSummary(ctx, input)),
});
