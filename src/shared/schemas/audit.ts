import { z } from "zod";
import { AUDIT_EVENT_TYPES, AUDIT_OUTCOMES, AUDIT_SEVERITIES } from "@/shared/audit-events";

export const auditEventTypeSchema = z.enum(AUDIT_EVENT_TYPES);
export const auditSeveritySchema = z.enum(AUDIT_SEVERITIES);
export const auditOutcomeSchema = z.enum(AUDIT_OUTCOMES);

/** Facts of an event; flat, short and never secret. */
export const auditDetailsSchema = z.record(
  z.string().max(40),
  z.union([z.string().max(500), z.number(), z.boolean(), z.null(), z.array(z.string().max(100)).max(20)]),
);
export type AuditDetails = z.infer<typeof auditDetailsSchema>;

export const auditEventViewSchema = z.object({
  seq: z.number().int(),
  id: z.string(),
  occurredAt: z.iso.datetime(),
  eventType: auditEventTypeSchema,
  message: z.string(),
  severity: auditSeveritySchema,
  outcome: auditOutcomeSchema,
  /** The person: e-mail, or `system`, or the e-mail somebody claimed when nobody was signed in. */
  user: z.string(),
  userId: z.string().nullable(),
  targetType: z.string(),
  targetId: z.string().nullable(),
  sessionId: z.string().nullable(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string(),
  interface: z.enum(["web", "api", "mcp", "cli", "system"]),
  details: auditDetailsSchema,
});
export type AuditEventView = z.infer<typeof auditEventViewSchema>;

export const auditQuerySchema = z.object({
  eventTypes: z.array(auditEventTypeSchema).max(AUDIT_EVENT_TYPES.length).default([]),
  severities: z.array(auditSeveritySchema).max(AUDIT_SEVERITIES.length).default([]),
  outcomes: z.array(auditOutcomeSchema).max(AUDIT_OUTCOMES.length).default([]),
  /** Part of the person's e-mail. */
  user: z.string().trim().max(254).default(""),
  /** Words that must all occur in message, person, details, address or ids. */
  text: z.string().trim().max(200).default(""),
  from: z.iso.datetime().nullable().default(null),
  to: z.iso.datetime().nullable().default(null),
  /** Opaque; from the page before. */
  cursor: z.string().max(64).nullable().default(null),
  limit: z.number().int().min(1).max(200).default(50),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

export const auditPageSchema = z.object({
  events: z.array(auditEventViewSchema),
  nextCursor: z.string().nullable(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;
