import type { AuditEventType } from "@/shared/audit-events";
import { BROKEN, DOWN, GARBLED, type Row, SILENT, THROTTLED } from "@/test/drill/drill-row";
import type { LoginStep } from "@/test/drill/login-steps";

const FAILED: readonly AuditEventType[] = ["LOGIN_STARTED", "LOGIN_FAILED"];
const ASKED: readonly AuditEventType[] = ["LOGIN_STARTED", "CHALLENGE_ISSUED"];

/** Written by hand from the product's description, not read off the program: each cell is executed. */
export const LOGIN_FAULTS: Record<LoginStep, readonly Row[]> = {
  // A password is never sent twice, and what the broker may count against the account pauses the next try.
  "sign in: send the password": [
    { faults: SILENT, shown: "error degraded try_again CONN_TIMEOUT", events: FAILED },
    { faults: BROKEN, shown: "error degraded try_again CONN_NETWORK_ERROR", events: FAILED },
    { faults: DOWN, shown: "error degraded try_again CONN_BROKER_UNAVAILABLE", events: FAILED },
    { faults: GARBLED, shown: "error degraded try_again CONN_UNEXPECTED_REPLY", events: FAILED },
    {
      faults: ["400", "401", "403", "404"],
      shown: "error locked wait_until AUTH_LOGIN_REFUSED",
      events: FAILED,
    },
    { faults: THROTTLED, shown: "error locked wait_until AUTH_RATE_LIMITED", events: FAILED },
  ],
  "sign in: read the accounts": [
    { faults: SILENT, shown: "error degraded try_again CONN_TIMEOUT", events: FAILED },
    { faults: BROKEN, shown: "error degraded try_again CONN_NETWORK_ERROR", events: FAILED },
    { faults: DOWN, shown: "error degraded try_again CONN_BROKER_UNAVAILABLE", events: FAILED },
    { faults: GARBLED, shown: "error degraded try_again CONN_UNEXPECTED_REPLY", events: FAILED },
    { faults: ["400"], shown: "error needs_person sign_in_again API_INVALID_REQUEST", events: FAILED },
    { faults: ["401"], shown: "error needs_person sign_in_again AUTH_SESSION_EXPIRED", events: FAILED },
    { faults: ["403"], shown: "error needs_person sign_in_again API_PERMISSION_DENIED", events: FAILED },
    { faults: ["404"], shown: "error needs_person sign_in_again API_RESOURCE_NOT_FOUND", events: FAILED },
    { faults: THROTTLED, shown: "error degraded try_again API_RATE_LIMITED", events: FAILED },
  ],
  // Looking for the challenge may be repeated within the step; a 404 means that the other interface has it.
  "sign in: open the workflow": [
    { faults: SILENT, shown: "error degraded try_again CONN_TIMEOUT", events: FAILED },
    { faults: BROKEN, shown: "error degraded try_again CONN_NETWORK_ERROR", events: FAILED },
    { faults: DOWN, shown: "error degraded try_again CONN_BROKER_UNAVAILABLE", events: FAILED },
    { faults: GARBLED, shown: "error degraded try_again CONN_UNEXPECTED_REPLY", events: FAILED },
    {
      faults: ["400", "401", "403"],
      shown: "error needs_person sign_in_again AUTH_LOGIN_REFUSED",
      events: FAILED,
    },
    { faults: ["404"], shown: "challenge needs_person approve_on_phone -", events: ASKED },
    { faults: THROTTLED, shown: "error locked wait_until AUTH_RATE_LIMITED", events: FAILED },
  ],
  "sign in: look for the challenge": [
    { faults: SILENT, shown: "error degraded try_again CONN_TIMEOUT", events: FAILED },
    { faults: BROKEN, shown: "error degraded try_again CONN_NETWORK_ERROR", events: FAILED },
    { faults: DOWN, shown: "error degraded try_again CONN_BROKER_UNAVAILABLE", events: FAILED },
    { faults: GARBLED, shown: "error degraded try_again CONN_UNEXPECTED_REPLY", events: FAILED },
    {
      faults: ["400", "401", "403", "404"],
      shown: "error needs_person sign_in_again AUTH_LOGIN_REFUSED",
      events: FAILED,
    },
    { faults: THROTTLED, shown: "error locked wait_until AUTH_RATE_LIMITED", events: FAILED },
  ],
  // A question that failed is asked again: the prompt on the phone is still good.
  "poll the prompt": [
    { faults: SILENT, shown: "challenge degraded approve_on_phone CONN_TIMEOUT", events: [] },
    { faults: BROKEN, shown: "challenge degraded approve_on_phone CONN_NETWORK_ERROR", events: [] },
    { faults: DOWN, shown: "challenge degraded approve_on_phone CONN_BROKER_UNAVAILABLE", events: [] },
    { faults: GARBLED, shown: "challenge degraded approve_on_phone CONN_UNEXPECTED_REPLY", events: [] },
    {
      faults: ["400", "401", "403", "404"],
      shown: "challenge degraded approve_on_phone AUTH_LOGIN_REFUSED",
      events: [],
    },
    { faults: THROTTLED, shown: "challenge needs_person approve_on_phone -", events: [] },
    {
      faults: ["deny-prompt"],
      shown: "error needs_person sign_in_again AUTH_CHALLENGE_DENIED",
      events: ["CHALLENGE_FAILED"],
    },
    {
      faults: ["expire-prompt"],
      shown: "error needs_person sign_in_again AUTH_CHALLENGE_EXPIRED",
      events: ["CHALLENGE_FAILED"],
    },
  ],
  "after the approval: go on": [
    { faults: SILENT, shown: "challenge degraded approve_on_phone CONN_TIMEOUT", events: [] },
    { faults: BROKEN, shown: "challenge degraded approve_on_phone CONN_NETWORK_ERROR", events: [] },
    { faults: DOWN, shown: "challenge degraded approve_on_phone CONN_BROKER_UNAVAILABLE", events: [] },
    { faults: GARBLED, shown: "challenge degraded approve_on_phone CONN_UNEXPECTED_REPLY", events: [] },
    {
      faults: ["400", "401", "403", "404"],
      shown: "challenge degraded approve_on_phone AUTH_LOGIN_REFUSED",
      events: [],
    },
    { faults: THROTTLED, shown: "challenge needs_person approve_on_phone -", events: [] },
  ],
  "after the approval: ask for the token": [
    { faults: SILENT, shown: "error degraded try_again CONN_TIMEOUT", events: ["LOGIN_FAILED"] },
    { faults: BROKEN, shown: "error degraded try_again CONN_NETWORK_ERROR", events: ["LOGIN_FAILED"] },
    { faults: DOWN, shown: "error degraded try_again CONN_BROKER_UNAVAILABLE", events: ["LOGIN_FAILED"] },
    { faults: GARBLED, shown: "error degraded try_again CONN_UNEXPECTED_REPLY", events: ["LOGIN_FAILED"] },
    {
      faults: ["400", "401", "403", "404"],
      shown: "error locked wait_until AUTH_LOGIN_REFUSED",
      events: ["LOGIN_FAILED"],
    },
    { faults: THROTTLED, shown: "error locked wait_until AUTH_RATE_LIMITED", events: ["LOGIN_FAILED"] },
  ],
  // A code is sent once: whether it was taken nobody knows.
  "answer with a code": [
    {
      faults: SILENT,
      shown: "error degraded try_again CONN_TIMEOUT",
      events: ["CHALLENGE_ANSWERED", "LOGIN_FAILED"],
    },
    {
      faults: BROKEN,
      shown: "error degraded try_again CONN_NETWORK_ERROR",
      events: ["CHALLENGE_ANSWERED", "LOGIN_FAILED"],
    },
    {
      faults: DOWN,
      shown: "error degraded try_again CONN_BROKER_UNAVAILABLE",
      events: ["CHALLENGE_ANSWERED", "LOGIN_FAILED"],
    },
    {
      faults: GARBLED,
      shown: "error degraded try_again CONN_UNEXPECTED_REPLY",
      events: ["CHALLENGE_ANSWERED", "LOGIN_FAILED"],
    },
    {
      faults: ["400", "401", "403", "404"],
      shown: "error needs_person sign_in_again AUTH_LOGIN_REFUSED",
      events: ["CHALLENGE_ANSWERED", "LOGIN_FAILED"],
    },
    {
      faults: THROTTLED,
      shown: "error locked wait_until AUTH_RATE_LIMITED",
      events: ["CHALLENGE_ANSWERED", "LOGIN_FAILED"],
    },
    {
      faults: ["wrong-code"],
      shown: "challenge needs_person enter_code -",
      events: ["CHALLENGE_ANSWERED", "CHALLENGE_FAILED"],
    },
    {
      faults: ["late-code"],
      shown: "error needs_person sign_in_again AUTH_CHALLENGE_EXPIRED",
      events: ["CHALLENGE_ANSWERED", "CHALLENGE_FAILED"],
    },
  ],
  // Before the text is asked for nothing is lost; 404 means that there is no other way, and the prompt goes on.
  "ask for a text: look at the prompt": [
    {
      faults: SILENT,
      shown: "challenge degraded approve_on_phone CONN_TIMEOUT",
      events: ["CHALLENGE_SWITCHED"],
    },
    {
      faults: BROKEN,
      shown: "challenge degraded approve_on_phone CONN_NETWORK_ERROR",
      events: ["CHALLENGE_SWITCHED"],
    },
    {
      faults: DOWN,
      shown: "challenge degraded approve_on_phone CONN_BROKER_UNAVAILABLE",
      events: ["CHALLENGE_SWITCHED"],
    },
    {
      faults: GARBLED,
      shown: "challenge degraded approve_on_phone CONN_UNEXPECTED_REPLY",
      events: ["CHALLENGE_SWITCHED"],
    },
    {
      faults: ["400", "401", "403"],
      shown: "challenge degraded approve_on_phone AUTH_LOGIN_REFUSED",
      events: ["CHALLENGE_SWITCHED"],
    },
    { faults: ["404"], shown: "challenge needs_person approve_on_phone -", events: ["CHALLENGE_SWITCHED"] },
    {
      faults: THROTTLED,
      shown: "challenge degraded approve_on_phone AUTH_RATE_LIMITED",
      events: ["CHALLENGE_SWITCHED"],
    },
  ],
  "ask for a text: have it sent": [
    {
      faults: SILENT,
      shown: "error degraded try_again CONN_TIMEOUT",
      events: ["CHALLENGE_SWITCHED", "LOGIN_FAILED"],
    },
    {
      faults: BROKEN,
      shown: "error degraded try_again CONN_NETWORK_ERROR",
      events: ["CHALLENGE_SWITCHED", "LOGIN_FAILED"],
    },
    {
      faults: DOWN,
      shown: "error degraded try_again CONN_BROKER_UNAVAILABLE",
      events: ["CHALLENGE_SWITCHED", "LOGIN_FAILED"],
    },
    {
      faults: GARBLED,
      shown: "error degraded try_again CONN_UNEXPECTED_REPLY",
      events: ["CHALLENGE_SWITCHED", "LOGIN_FAILED"],
    },
    {
      faults: ["400", "401", "403"],
      shown: "error needs_person sign_in_again AUTH_LOGIN_REFUSED",
      events: ["CHALLENGE_SWITCHED", "LOGIN_FAILED"],
    },
    { faults: ["404"], shown: "challenge needs_person approve_on_phone -", events: ["CHALLENGE_SWITCHED"] },
    {
      faults: THROTTLED,
      shown: "error locked wait_until AUTH_RATE_LIMITED",
      events: ["CHALLENGE_SWITCHED", "LOGIN_FAILED"],
    },
  ],
};
