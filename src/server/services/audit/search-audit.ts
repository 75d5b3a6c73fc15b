import { permit } from "@/server/services/permit";
import type { ServiceContext } from "@/server/services/service-context";
import type { AuditPage, AuditQuery } from "@/shared/schemas/audit";

/** One page of the audit log, newest first. Throws VALIDATION_INVALID_INPUT for a cursor that is none of ours. */
export async function searchAudit(ctx: ServiceContext, query: AuditQuery): Promise<AuditPage> {
  permit(ctx, "view_audit");
  return ctx.storage.audit.search(query);
}
