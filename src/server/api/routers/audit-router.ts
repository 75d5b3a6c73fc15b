import { noAudit } from "@/server/api/policy";
import { procedure, router } from "@/server/api/trpc";
import { searchAudit } from "@/server/services/audit/search-audit";
import { auditPageSchema, auditQuerySchema } from "@/shared/schemas/audit";

/** The audit log, for those who may read it. */
export const auditRouter = router({
  search: procedure({
    access: "view_audit",
    audit: noAudit(
      "reading the log page by page would bury it in its own readings; denied tries are recorded",
    ),
    output: auditPageSchema,
  })
    .input(auditQuerySchema)
    .query(({ ctx, input }) => searchAudit(ctx, input)),
});
