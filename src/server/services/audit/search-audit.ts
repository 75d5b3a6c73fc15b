import { requireWholeReach } from "@/server/services/connections/reach";
import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { AuditPage, AuditQuery } from "@/shared/schemas/audit";

/**
 * One page of the audit log, newest first. Throws VALIDATION_INVALID_INPUT for a cursor that is none of ours, and
 * API_SCOPE_MISSING for a token with a limited reach: the log is about everything.
 */
export async function searchAudit(ctx: ServiceContext, query: AuditQuery): Promise<AuditPage> {
  requireWholeReach(permit(ctx, "view_audit", "read:audit"));
  return ctx.storage.audit.search(query);
}
