import type { AuditEventType } from "@/shared/audit-events";
import { BROKEN, DOWN, GARBLED, type Row, SILENT, THROTTLED } from "@/test/drill/drill-row";
import type { SessionStep } from "@/test/drill/session-steps";

const FAILED: readonly AuditEventType[] = ["SESSION_REFRESH_FAILED"];
const REFUSED: readonly AuditEventType[] = ["SESSION_REFRESH_FAILED", "SESSION_NOT_RENEWABLE"];
const ENDED: readonly AuditEventType[] = ["SESSION_REFRESH_FAILED", "SESSION_EXPIRED"];
/** A token that the broker refuses is replaced once; the new one refused as well is the end. */
const REPLACED_IN_VAIN: readonly AuditEventType[] = ["SESSION_REFRESHED", "SESSION_EXPIRED"];
const RETRIED: readonly AuditEventType[] = ["SESSION_RETRIED"];
const LOCAL: readonly AuditEventType[] = ["LOGOUT_LOCAL_ONLY"];
const REMOVED: readonly AuditEventType[] = ["CONNECTION_REMOVED"];

const TIMEOUT = "connected degraded none CONN_TIMEOUT";
const NETWORK = "connected degraded none CONN_NETWORK_ERROR";
const UNAVAILABLE = "connected degraded none CONN_BROKER_UNAVAILABLE";
const UNEXPECTED = "connected degraded none CONN_UNEXPECTED_REPLY";
const SLOW_DOWN = "connected degraded none API_RATE_LIMITED";
const NO_LOGIN = "connected degraded none AUTH_LOGIN_REFUSED";
const TOO_MANY = "connected degraded none AUTH_RATE_LIMITED";
const UNTIL_ITS_END = "connected needs_person sign_in_again AUTH_SESSION_EXPIRED";
const OVER = "expired needs_person sign_in_again AUTH_SESSION_EXPIRED";
const WELL = "connected ok none -";
const OUT = "disconnected ok connect -";

/** Written by hand from the product's description, not read off the program: each cell is executed. */
export const SESSION_FAULTS: Record<SessionStep, readonly Row[]> = {
  // 400 and 401 are the broker's final no; the session serves until it ends. All else may pass.
  "refresh by hand": [
    { faults: SILENT, shown: TIMEOUT, events: FAILED, says: "CONN_TIMEOUT" },
    { faults: BROKEN, shown: NETWORK, events: FAILED, says: "CONN_NETWORK_ERROR" },
    { faults: DOWN, shown: UNAVAILABLE, events: FAILED, says: "CONN_BROKER_UNAVAILABLE" },
    { faults: GARBLED, shown: UNEXPECTED, events: FAILED, says: "CONN_UNEXPECTED_REPLY" },
    { faults: ["400", "401"], shown: UNTIL_ITS_END, events: REFUSED, says: "AUTH_SESSION_EXPIRED" },
    { faults: ["403", "404"], shown: NO_LOGIN, events: FAILED, says: "AUTH_LOGIN_REFUSED" },
    { faults: THROTTLED, shown: TOO_MANY, events: FAILED, says: "AUTH_RATE_LIMITED" },
  ],
  "refresh by the keeper": [
    { faults: SILENT, shown: TIMEOUT, events: FAILED },
    { faults: BROKEN, shown: NETWORK, events: FAILED },
    { faults: DOWN, shown: UNAVAILABLE, events: FAILED },
    { faults: GARBLED, shown: UNEXPECTED, events: FAILED },
    { faults: ["400", "401"], shown: UNTIL_ITS_END, events: REFUSED },
    { faults: ["403", "404"], shown: NO_LOGIN, events: FAILED },
    { faults: THROTTLED, shown: TOO_MANY, events: FAILED },
  ],
  // The broker has refused the access token: with the refresh token refused too nothing serves any more.
  "refresh within a call": [
    { faults: SILENT, shown: TIMEOUT, events: FAILED, says: "CONN_TIMEOUT" },
    { faults: BROKEN, shown: NETWORK, events: FAILED, says: "CONN_NETWORK_ERROR" },
    { faults: DOWN, shown: UNAVAILABLE, events: FAILED, says: "CONN_BROKER_UNAVAILABLE" },
    { faults: GARBLED, shown: UNEXPECTED, events: FAILED, says: "CONN_UNEXPECTED_REPLY" },
    { faults: ["400", "401"], shown: OVER, events: ENDED, says: "AUTH_SESSION_EXPIRED" },
    { faults: ["403", "404"], shown: NO_LOGIN, events: FAILED, says: "AUTH_LOGIN_REFUSED" },
    { faults: THROTTLED, shown: TOO_MANY, events: FAILED, says: "AUTH_RATE_LIMITED" },
  ],
  // A refusal that is about the one question says nothing about the session.
  check: [
    { faults: SILENT, shown: TIMEOUT, events: [], says: "CONN_TIMEOUT" },
    { faults: BROKEN, shown: NETWORK, events: [], says: "CONN_NETWORK_ERROR" },
    { faults: DOWN, shown: UNAVAILABLE, events: [], says: "CONN_BROKER_UNAVAILABLE" },
    { faults: GARBLED, shown: UNEXPECTED, events: [], says: "CONN_UNEXPECTED_REPLY" },
    { faults: ["400"], shown: WELL, events: [], says: "API_INVALID_REQUEST" },
    { faults: ["401"], shown: OVER, events: REPLACED_IN_VAIN, says: "AUTH_SESSION_EXPIRED" },
    { faults: ["403"], shown: WELL, events: [], says: "API_PERMISSION_DENIED" },
    { faults: ["404"], shown: WELL, events: [], says: "API_RESOURCE_NOT_FOUND" },
    { faults: THROTTLED, shown: SLOW_DOWN, events: [], says: "API_RATE_LIMITED" },
  ],
  restore: [
    { faults: SILENT, shown: TIMEOUT, events: [] },
    { faults: BROKEN, shown: NETWORK, events: [] },
    { faults: DOWN, shown: UNAVAILABLE, events: [] },
    { faults: GARBLED, shown: UNEXPECTED, events: [] },
    { faults: ["400", "403", "404"], shown: WELL, events: [] },
    { faults: ["401"], shown: OVER, events: REPLACED_IN_VAIN },
    { faults: THROTTLED, shown: SLOW_DOWN, events: [] },
  ],
  "try by hand": [
    { faults: SILENT, shown: TIMEOUT, events: RETRIED, says: "CONN_TIMEOUT" },
    { faults: BROKEN, shown: NETWORK, events: RETRIED, says: "CONN_NETWORK_ERROR" },
    { faults: DOWN, shown: UNAVAILABLE, events: RETRIED, says: "CONN_BROKER_UNAVAILABLE" },
    { faults: GARBLED, shown: UNEXPECTED, events: RETRIED, says: "CONN_UNEXPECTED_REPLY" },
    { faults: ["400"], shown: WELL, events: RETRIED, says: "API_INVALID_REQUEST" },
    {
      faults: ["401"],
      shown: OVER,
      events: [...REPLACED_IN_VAIN, ...RETRIED],
      says: "AUTH_SESSION_EXPIRED",
    },
    { faults: ["403"], shown: WELL, events: RETRIED, says: "API_PERMISSION_DENIED" },
    { faults: ["404"], shown: WELL, events: RETRIED, says: "API_RESOURCE_NOT_FOUND" },
    { faults: THROTTLED, shown: SLOW_DOWN, events: RETRIED, says: "API_RATE_LIMITED" },
  ],
  // Trouble with figures is told beside the figures, never thrown.
  "read the summary": [
    { faults: SILENT, shown: TIMEOUT, events: [] },
    { faults: BROKEN, shown: NETWORK, events: [] },
    { faults: DOWN, shown: UNAVAILABLE, events: [] },
    { faults: GARBLED, shown: UNEXPECTED, events: [] },
    { faults: ["400", "403", "404"], shown: WELL, events: [] },
    { faults: ["401"], shown: OVER, events: REPLACED_IN_VAIN },
    { faults: THROTTLED, shown: SLOW_DOWN, events: [] },
  ],
  // What is deleted here is deleted in any case; a token that the broker does not know is revoked already.
  disconnect: [
    { faults: SILENT, shown: OUT, events: LOCAL },
    { faults: BROKEN, shown: OUT, events: LOCAL },
    { faults: DOWN, shown: OUT, events: LOCAL },
    { faults: GARBLED, shown: OUT, events: ["LOGOUT"] },
    { faults: ["400", "403"], shown: OUT, events: LOCAL },
    { faults: ["401", "404"], shown: OUT, events: ["LOGOUT"] },
    { faults: THROTTLED, shown: OUT, events: LOCAL },
  ],
  remove: [
    { faults: [...SILENT, ...BROKEN, ...DOWN, ...GARBLED], shown: "gone", events: REMOVED },
    { faults: ["400", "401", "403", "404", ...THROTTLED], shown: "gone", events: REMOVED },
  ],
};
