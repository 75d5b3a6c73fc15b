import type { AuditEventType } from "@/shared/audit-events";
import type { ErrorCode } from "@/shared/error-codes";
import type { ConnectionHealth, ConnectionStatus, NextAction } from "@/shared/schemas/connection";

/** The sandbox's faults, those of kind `status` by their number. `delay` is longer than the client waits. */
export const DRILL_FAULTS = {
  delay: { kind: "delay", delayMs: 1500 },
  hang: { kind: "hang" },
  "reset-before": { kind: "reset-before" },
  "reset-after": { kind: "reset-after" },
  "reset-during": { kind: "reset-during" },
  "400": { kind: "status", status: 400 },
  "401": { kind: "status", status: 401 },
  "403": { kind: "status", status: 403 },
  "404": { kind: "status", status: 404 },
  "429": { kind: "status", status: 429 },
  "429 for 20 s": { kind: "status", status: 429, retryAfterSeconds: 20 },
  "500": { kind: "status", status: 500 },
  "502": { kind: "status", status: 502 },
  "503": { kind: "status", status: 503 },
  html: { kind: "html" },
  truncated: { kind: "truncated" },
  "wrong-types": { kind: "wrong-types" },
  empty: { kind: "empty" },
  "wrong-code": { kind: "wrong-code" },
  "late-code": { kind: "late-code" },
  "deny-prompt": { kind: "deny-prompt" },
  "expire-prompt": { kind: "expire-prompt" },
} as const;
export type DrillFault = keyof typeof DRILL_FAULTS;

/** Faults of the network and the server, which every request can meet; the last four belong to challenges. */
export const EVERYWHERE = (Object.keys(DRILL_FAULTS) as DrillFault[]).filter(
  (fault) => !["wrong-code", "late-code", "deny-prompt", "expire-prompt"].includes(fault),
);

export const SILENT: readonly DrillFault[] = ["delay", "hang"];
export const BROKEN: readonly DrillFault[] = ["reset-before", "reset-after", "reset-during"];
export const DOWN: readonly DrillFault[] = ["500", "502", "503"];
export const GARBLED: readonly DrillFault[] = ["html", "truncated", "wrong-types", "empty"];
export const THROTTLED: readonly DrillFault[] = ["429", "429 for 20 s"];

/** What the connection's page shows afterwards: status, health, next action, and the reason. */
export type Shown = `${ConnectionStatus} ${ConnectionHealth} ${NextAction} ${ErrorCode | "-"}` | "gone";

/** Faults that come to the same at a step. */
export interface Row {
  readonly faults: readonly DrillFault[];
  readonly shown: Shown;
  /** Audit events of the step about the connection and its session, in order. */
  readonly events: readonly AuditEventType[];
  /** What the verb says to its caller; left out where it ends well, as the verbs of a login always do. */
  readonly says?: ErrorCode;
}
