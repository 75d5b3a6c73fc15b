import type { AuditEventType } from "@/shared/audit-events";
import type { Permission } from "@/shared/permissions";

/** Which audit events a procedure writes, or why it writes none. */
export type AuditDecision =
  | { readonly kind: "events"; readonly events: readonly [AuditEventType, ...AuditEventType[]] }
  | { readonly kind: "none"; readonly reason: string };

/** Open to people who are not signed in, and why that is right. */
export interface PublicAccess {
  readonly kind: "public";
  readonly reason: string;
}

/** What every procedure must say about itself before it can be written. */
export interface ProcedurePolicy {
  readonly access: Permission | PublicAccess;
  readonly audit: AuditDecision;
}

/** The procedure writes these events, failures included. */
export function audited(first: AuditEventType, ...more: AuditEventType[]): AuditDecision {
  return { kind: "events", events: [first, ...more] };
}

/** The procedure writes no event, for this reason. */
export function noAudit(reason: string): AuditDecision {
  return { kind: "none", reason };
}

/** Anyone may call it, for this reason. */
export function publicAccess(reason: string): PublicAccess {
  return { kind: "public", reason };
}
