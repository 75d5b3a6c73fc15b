import { describeUserAgent } from "@/components/account/describe-user-agent";
import type { AuditOutcome } from "@/shared/audit-events";
import type { AuditEventView } from "@/shared/schemas/audit";

const OUTCOME_WORDS: Record<AuditOutcome, string> = {
  success: "It succeeded.",
  failure: "It failed.",
  denied: "It was refused.",
};

const INTERFACE_WORDS: Record<Exclude<AuditEventView["interface"], "system">, string> = {
  web: "in the browser",
  api: "over the API",
  mcp: "by an assistant",
  cli: "on the command line",
};

/** Who did it, from where, with what, and how it ended; stands under the event's message. */
export function describeEvent(event: AuditEventView): string {
  const who = event.user === "system" ? "Wheelhouse itself" : event.user;
  const where = event.ipAddress === null ? "" : `, from ${event.ipAddress}`;
  return `By ${who}${where}${meansOf(event)}. ${OUTCOME_WORDS[event.outcome]}`;
}

function meansOf(event: AuditEventView): string {
  if (event.interface === "system") return "";
  if (event.interface === "web" && event.userAgent !== null) {
    return `, with ${describeUserAgent(event.userAgent)}`;
  }
  return `, ${INTERFACE_WORDS[event.interface]}`;
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
