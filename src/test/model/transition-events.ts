import type { ConnectionEvent } from "@/server/services/connections/connection-machine";
import type { AuditEventType } from "@/shared/audit-events";
import type { ConnectionHealth, ConnectionStatus, NextAction } from "@/shared/schemas/connection";

/**
 * The act behind each move of a connection, by the audit events of which the same request must have written one.
 * Written by hand from the product's description. Empty: a move that tells only how a question went, such as a poll
 * that brought nothing or a data call that the broker's trouble stopped; these are no acts.
 */
export const EVENTS_OF_MOVE: Record<ConnectionEvent["type"], readonly AuditEventType[]> = {
  login_started: ["LOGIN_STARTED"],
  challenge_waiting: [],
  challenge_trouble: [],
  answer_sent: ["CHALLENGE_ANSWERED", "CHALLENGE_SWITCHED"],
  login_succeeded: ["LOGIN", "LOGIN_VIA_DEVICE_TOKEN"],
  login_failed: ["LOGIN_FAILED", "LOGIN_INVALID_CREDENTIALS", "CHALLENGE_FAILED"],
  login_held_back: ["LOGIN_REFUSED_BY_GUARD"],
  login_cancelled: ["LOGIN_CANCELLED"],
  disconnected: ["LOGOUT", "LOGOUT_LOCAL_ONLY"],
  session_confirmed: [],
  session_renewed: ["SESSION_REFRESHED"],
  session_restored: ["SESSION_RESTORED", "SESSION_REFRESHED", "SESSION_RETRIED"],
  session_imported: ["SESSION_IMPORTED"],
  session_troubled: [],
  renewal_refused: ["SESSION_NOT_RENEWABLE"],
  session_given_up: ["SESSION_GIVEN_UP"],
  session_kept: [],
  session_ended: ["SESSION_EXPIRED", "SESSION_INTEGRITY_FAILED"],
};

/** Health and next action that may be shown together in each status; `code` tells whether a reason must be shown. */
export const LOOKS: Record<
  ConnectionStatus,
  readonly {
    readonly health: ConnectionHealth;
    readonly nextAction: readonly NextAction[];
    readonly code: boolean;
  }[]
> = {
  disconnected: [
    { health: "ok", nextAction: ["connect"], code: false },
    { health: "locked", nextAction: ["wait_until"], code: false },
  ],
  connecting: [{ health: "ok", nextAction: ["none"], code: false }],
  challenge: [
    {
      health: "needs_person",
      nextAction: ["approve_on_phone", "enter_code", "finish_at_broker"],
      code: false,
    },
    { health: "degraded", nextAction: ["approve_on_phone", "enter_code", "finish_at_broker"], code: true },
  ],
  connected: [
    { health: "ok", nextAction: ["none"], code: false },
    { health: "degraded", nextAction: ["none"], code: true },
    { health: "needs_person", nextAction: ["sign_in_again"], code: true },
    { health: "locked", nextAction: ["wait_until"], code: true },
  ],
  error: [
    { health: "degraded", nextAction: ["try_again"], code: true },
    { health: "needs_person", nextAction: ["sign_in_again", "try_again"], code: true },
    { health: "locked", nextAction: ["wait_until"], code: true },
  ],
  expired: [
    { health: "needs_person", nextAction: ["sign_in_again"], code: true },
    { health: "locked", nextAction: ["wait_until"], code: true },
  ],
};
