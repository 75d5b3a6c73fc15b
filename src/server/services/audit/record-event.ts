import type { Actor, ServiceContext } from "@/server/services/service-context";
import type { StorageTx } from "@/server/storage/storage";
import {
  AUDIT_EVENTS,
  type AuditEventType,
  type AuditOutcome,
  type AuditSeverity,
} from "@/shared/audit-events";
import { type AuditDetails, auditDetailsSchema } from "@/shared/schemas/audit";

/** What a detail may be. `Secret` is not among them: handing one over does not compile. */
type AuditDetailValue = string | number | boolean | null | readonly string[];

export interface AuditEventInput {
  readonly type: AuditEventType;
  readonly outcome: AuditOutcome;
  /** Default: INFO for success, WARNING for failure and denied. */
  readonly severity?: AuditSeverity;
  readonly targetId?: string | null;
  /** Default: the actor's app session. */
  readonly sessionId?: string | null;
  readonly details?: Readonly<Record<string, AuditDetailValue>>;
  /** Default: now. Earlier for what is written in batches. */
  readonly occurredAt?: Date;
  /** What somebody who is not signed in claims to be; ignored when a person acts. */
  readonly user?: string;
}

const MAX_TEXT = 500;
const MAX_LIST_TEXT = 100;
const MAX_LIST = 20;
const MAX_USER = 254;
// Control characters would let a value draw its own lines where the log is shown as text.
const CONTROL_CHARACTERS = /\p{Cc}+/gu;

function cut(text: string, length: number): string {
  const flat = text.replace(CONTROL_CHARACTERS, " ");
  return flat.length > length ? `${flat.slice(0, length - 1)}…` : flat;
}

function boundedValue(value: unknown): unknown {
  if (typeof value === "string") return cut(value, MAX_TEXT);
  if (Array.isArray(value)) {
    return value
      .slice(0, MAX_LIST)
      .map((item: unknown) => (typeof item === "string" ? cut(item, MAX_LIST_TEXT) : item));
  }
  return value;
}

function boundedDetails(details: AuditEventInput["details"]): AuditDetails {
  return auditDetailsSchema.parse(
    Object.fromEntries(Object.entries(details ?? {}).map(([name, value]) => [name, boundedValue(value)])),
  );
}

function nameOf(actor: Actor, claimed: string | undefined): string {
  if (actor.type === "user") return actor.email;
  if (claimed !== undefined) return cut(claimed, MAX_USER);
  return actor.type;
}

/**
 * Appends one event to the audit log, in the transaction of the act. Texts that are too long are cut; a detail
 * of any other kind than the listed ones (an object, a `Secret`) throws a ZodError, and so the act fails too.
 */
export async function recordEvent(
  ctx: Pick<ServiceContext, "actor" | "request" | "clock" | "random">,
  tx: StorageTx,
  event: AuditEventInput,
): Promise<void> {
  const { actor, request } = ctx;
  const appSessionId = actor.type === "user" ? actor.appSessionId : null;
  await tx.audit.append({
    id: ctx.random.uuid(),
    occurredAt: (event.occurredAt ?? ctx.clock.now()).toISOString(),
    eventType: event.type,
    severity: event.severity ?? (event.outcome === "success" ? "INFO" : "WARNING"),
    outcome: event.outcome,
    user: nameOf(actor, event.user),
    userId: actor.type === "user" ? actor.userId : null,
    targetType: AUDIT_EVENTS[event.type].targetType,
    targetId: event.targetId ?? null,
    sessionId: event.sessionId === undefined ? appSessionId : event.sessionId,
    ipAddress: request.ipAddress,
    userAgent: request.userAgent,
    requestId: request.id,
    interface: request.interface,
    details: boundedDetails({
      ...event.details,
      ...(actor.type === "user" && actor.token !== undefined && { apiToken: actor.token.id }),
    }),
  });
}
