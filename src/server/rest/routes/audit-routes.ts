import { z } from "zod";
import { openCursor, pageQuery, sealCursor } from "@/server/rest/paging";
import { jsonRoute, nothing, type RestRoute, scoped } from "@/server/rest/rest-route";
import { repeated } from "@/server/rest/routes/inputs";
import { searchAudit } from "@/server/services/audit/search-audit";
import { AUDIT_EVENT_TYPES, AUDIT_OUTCOMES, AUDIT_SEVERITIES } from "@/shared/audit-events";
import {
  auditEventTypeSchema,
  auditOutcomeSchema,
  auditPageSchema,
  auditQuerySchema,
  auditSeveritySchema,
} from "@/shared/schemas/audit";

const { user, text, from, to } = auditQuerySchema.shape;

export const auditRoutes: readonly RestRoute[] = [
  jsonRoute({
    method: "GET",
    path: "/audit",
    operationId: "listAuditEvents",
    noun: "Audit",
    summary: "The audit log, newest first, for those who may read it",
    access: scoped("view_audit", "read:audit"),
    params: nothing,
    query: z.strictObject({
      ...pageQuery(),
      eventType: repeated(auditEventTypeSchema, AUDIT_EVENT_TYPES.length).default([]),
      severity: repeated(auditSeveritySchema, AUDIT_SEVERITIES.length).default([]),
      outcome: repeated(auditOutcomeSchema, AUDIT_OUTCOMES.length).default([]),
      user,
      text,
      from,
      to,
    }),
    body: nothing,
    output: auditPageSchema,
    run: async (ctx, { query: { limit, cursor, eventType, severity, outcome, ...rest } }) => {
      const filter = { eventTypes: eventType, severities: severity, outcomes: outcome, ...rest };
      const subject = { operation: "listAuditEvents", input: filter };
      const place = openCursor(ctx, subject, cursor);
      const page = await searchAudit(ctx, { ...filter, limit, cursor: place });
      return {
        ...page,
        nextCursor: page.nextCursor === null ? null : sealCursor(ctx, subject, page.nextCursor),
      };
    },
  }),
];
