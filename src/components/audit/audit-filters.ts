import {
  AUDIT_EVENT_TYPES,
  AUDIT_OUTCOMES,
  AUDIT_SEVERITIES,
  type AuditEventType,
  type AuditOutcome,
  type AuditSeverity,
} from "@/shared/audit-events";
import type { AuditQuery } from "@/shared/schemas/audit";

/** What the audit page is narrowed to; lives in the address, so that it can be shared and gone back to. */
export interface AuditFilters {
  eventTypes: AuditEventType[];
  severities: AuditSeverity[];
  outcomes: AuditOutcome[];
  user: string;
  text: string;
  /** ISO 8601, UTC. */
  from: string | null;
  to: string | null;
}

export const NO_FILTERS: AuditFilters = {
  eventTypes: [],
  severities: [],
  outcomes: [],
  user: "",
  text: "",
  from: null,
  to: null,
};

function timeOf(text: string | null): string | null {
  const milliseconds = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}

/** The filters of an address; whatever is not known is left out. */
export function readFilters(params: URLSearchParams): AuditFilters {
  return {
    eventTypes: AUDIT_EVENT_TYPES.filter((type) => params.getAll("type").includes(type)),
    severities: AUDIT_SEVERITIES.filter((severity) => params.getAll("severity").includes(severity)),
    outcomes: AUDIT_OUTCOMES.filter((outcome) => params.getAll("outcome").includes(outcome)),
    user: (params.get("person") ?? "").slice(0, 254),
    text: (params.get("q") ?? "").slice(0, 200),
    from: timeOf(params.get("from")),
    to: timeOf(params.get("to")),
  };
}

/** The part of the address behind `?` for some filters; empty without any. */
export function writeFilters(filters: AuditFilters): string {
  const params = new URLSearchParams();
  if (filters.text.trim() !== "") params.set("q", filters.text.trim());
  if (filters.user.trim() !== "") params.set("person", filters.user.trim());
  for (const type of filters.eventTypes) params.append("type", type);
  for (const severity of filters.severities) params.append("severity", severity);
  for (const outcome of filters.outcomes) params.append("outcome", outcome);
  if (filters.from !== null) params.set("from", filters.from);
  if (filters.to !== null) params.set("to", filters.to);
  return params.toString();
}

/** How many kinds of filters are set. */
export function countFilters(filters: AuditFilters): number {
  return [
    filters.text.trim() !== "",
    filters.user.trim() !== "",
    filters.eventTypes.length > 0,
    filters.severities.length > 0,
    filters.outcomes.length > 0,
    filters.from !== null || filters.to !== null,
  ].filter(Boolean).length;
}

/** The question to the server, without its place in the pages. */
export function toAuditQuery(filters: AuditFilters): Omit<AuditQuery, "cursor" | "limit"> {
  return { ...filters, user: filters.user.trim(), text: filters.text.trim() };
}
