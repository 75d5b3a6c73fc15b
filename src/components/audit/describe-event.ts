import { describeUserAgent } from "@/components/account/describe-user-agent";
import type { AuditOutcome } from "@/shared/audit-events";
import type { AuditEventView } from "@/shared/schemas/audit";

const OUTCOME_WORDS: Record<AuditOutcome, string> = {
  success: "It succeeded.",
  failure: "It failed.",
  denied: "It was refused.",
};

const INTERFACE_WORDS: Record<AuditEventView["interface"], string> = {
  web: "in the browser",
  api: "over the API",
  cli: "on the command line",
  system: "by Wheelhouse itself",
};

/** One plain sentence or two on an event: what, who, from where, and how it ended. */
export function describeEvent(event: AuditEventView): string {
  const who = event.user === "system" ? "" : ` by ${event.user}`;
  const where = event.ipAddress === null ? "" : ` from ${event.ipAddress}`;
  const how =
    event.interface === "web" && event.userAgent !== null
      ? ` with ${describeUserAgent(event.userAgent)}`
      : ` ${INTERFACE_WORDS[event.interface]}`;
  return `${event.message}${who}${where}${how}. ${OUTCOME_WORDS[event.outcome]}`;
}

/** `broker_session` as people say it: `broker session`. */
export function targetTypeWords(targetType: string): string {
  return targetType.replaceAll("_", " ");
}

/** A detail's value as one line of text. */
export function detailText(value: AuditEventView["details"][string]): string {
  if (value === null) return "—";
  if (Array.isArray(value)) return value.length === 0 ? "—" : value.join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}
