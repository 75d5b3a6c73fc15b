import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";
import type { ChallengeKind } from "@/shared/schemas/challenge";
import type { ConnectionHealth, ConnectionStatus, NextAction } from "@/shared/schemas/connection";

/** Everything that can happen to a connection. */
export type ConnectionEvent =
  | { readonly type: "login_started" }
  | { readonly type: "challenge_waiting"; readonly challenge: ChallengeKind }
  | { readonly type: "challenge_trouble"; readonly challenge: ChallengeKind; readonly code: ErrorCode }
  | { readonly type: "answer_sent" }
  | { readonly type: "login_succeeded" }
  | { readonly type: "login_failed"; readonly code: ErrorCode; readonly notBefore: Date | null }
  | { readonly type: "login_held_back"; readonly notBefore: Date }
  | { readonly type: "login_cancelled" }
  | { readonly type: "disconnected" }
  /** A call went well. */
  | { readonly type: "session_confirmed" }
  /** New tokens are held. */
  | { readonly type: "session_renewed" }
  /** A session that had been given up, or was thought to be over, works again. */
  | { readonly type: "session_restored" }
  /** Tokens that were had elsewhere were found good: those of a file. */
  | { readonly type: "session_imported" }
  | { readonly type: "session_troubled"; readonly code: ErrorCode }
  /** It serves until it ends, but can't be renewed: the person has to sign in before that. */
  | { readonly type: "renewal_refused"; readonly code: ErrorCode }
  /** The broker's trouble went on for too many days; the session is kept for a try by hand. */
  | { readonly type: "session_given_up"; readonly code: ErrorCode }
  /** A login brought nothing; the session from before it is still there. */
  | { readonly type: "session_kept"; readonly serves: boolean }
  | { readonly type: "session_ended"; readonly code: ErrorCode };

/** The part of a connection that events move. */
export interface ConnectionState {
  readonly status: ConnectionStatus;
  readonly health: ConnectionHealth;
  readonly nextAction: NextAction;
  readonly notBefore: Date | null;
  readonly errorCode: ErrorCode | null;
}

const ACTION_OF_CHALLENGE: Record<ChallengeKind, NextAction> = {
  prompt: "approve_on_phone",
  sms: "enter_code",
  email: "enter_code",
  app: "enter_code",
  redirect: "finish_at_broker",
  gateway: "finish_at_broker",
};

/** From which states each event may come. */
const ALLOWED: Record<ConnectionEvent["type"], readonly ConnectionStatus[]> = {
  login_started: ["disconnected", "error", "expired"],
  challenge_waiting: ["connecting", "challenge"],
  challenge_trouble: ["connecting", "challenge"],
  answer_sent: ["challenge"],
  login_succeeded: ["connecting", "challenge"],
  login_failed: ["connecting", "challenge"],
  login_held_back: ["disconnected", "error", "expired"],
  login_cancelled: ["connecting", "challenge"],
  disconnected: ["connected", "error", "expired", "disconnected"],
  session_confirmed: ["connected"],
  session_renewed: ["connected"],
  session_restored: ["error", "expired"],
  session_imported: ["disconnected", "error", "expired", "connected"],
  session_troubled: ["connected"],
  renewal_refused: ["connected"],
  session_given_up: ["connected"],
  session_kept: ["error", "disconnected"],
  session_ended: ["connected", "error"],
};

const CALM = { health: "ok", notBefore: null, errorCode: null } as const;

/**
 * The state after an event, or null where the event is impossible in this state. Pure: the caller writes the
 * result only if nobody else wrote in between.
 */
export function nextConnectionState(
  current: ConnectionState,
  event: ConnectionEvent,
): ConnectionState | null {
  return ALLOWED[event.type].includes(current.status) || renews(current, event)
    ? apply(current, event)
    : null;
}

/** A session that can't be renewed is replaced while it still serves. */
function renews(current: ConnectionState, event: ConnectionEvent): boolean {
  const begins = event.type === "login_started" || event.type === "login_held_back";
  return begins && current.status === "connected" && waitsForPerson(current);
}

function apply(current: ConnectionState, event: ConnectionEvent): ConnectionState {
  switch (event.type) {
    case "login_started":
    case "answer_sent":
      return { ...CALM, status: "connecting", nextAction: "none" };
    case "challenge_waiting":
      return {
        ...CALM,
        status: "challenge",
        health: "needs_person",
        nextAction: ACTION_OF_CHALLENGE[event.challenge],
      };
    case "challenge_trouble":
      return {
        status: "challenge",
        health: "degraded",
        nextAction: ACTION_OF_CHALLENGE[event.challenge],
        notBefore: null,
        errorCode: event.code,
      };
    case "login_succeeded":
    case "session_renewed":
    case "session_restored":
    case "session_imported":
      return { ...CALM, status: "connected", nextAction: "none" };
    case "session_confirmed":
      return waitsForPerson(current) ? current : { ...CALM, status: "connected", nextAction: "none" };
    case "login_failed":
      return failedLogin(event.code, event.notBefore);
    case "login_held_back":
      return { ...current, health: "locked", nextAction: "wait_until", notBefore: event.notBefore };
    case "login_cancelled":
    case "disconnected":
      return { ...CALM, status: "disconnected", nextAction: "connect" };
    case "session_troubled":
      return waitsForPerson(current)
        ? current
        : { ...CALM, status: "connected", health: "degraded", nextAction: "none", errorCode: event.code };
    case "renewal_refused":
      return {
        ...CALM,
        status: "connected",
        health: "needs_person",
        nextAction: "sign_in_again",
        errorCode: event.code,
      };
    case "session_given_up":
      return {
        ...CALM,
        status: "error",
        health: "needs_person",
        nextAction: "try_again",
        errorCode: event.code,
      };
    case "session_kept":
      return keptSession(current, event.serves);
    case "session_ended":
      return {
        ...CALM,
        status: "expired",
        health: "needs_person",
        nextAction: "sign_in_again",
        errorCode: event.code,
      };
  }
}

/** Why the last login failed and how long the next must wait stay as they are: they are the person's concern now. */
function keptSession(current: ConnectionState, serves: boolean): ConnectionState {
  const status = serves ? "connected" : "error";
  // A cancelled login left no reason: then it is that of the session.
  const errorCode = current.errorCode ?? "AUTH_SESSION_EXPIRED";
  if (current.health === "locked") {
    return { ...current, status, errorCode };
  }
  const nextAction = serves ? "sign_in_again" : "try_again";
  return { ...CALM, status, health: "needs_person", nextAction, errorCode };
}

/** A call that goes well does not mend a session that can't be renewed. */
function waitsForPerson({ health }: ConnectionState): boolean {
  return health === "needs_person" || health === "locked";
}

/** Trouble on the way or at the broker, and too many requests: the same login may go well later. */
function isPassing(code: ErrorCode): boolean {
  return (
    ERROR_CODES[code].number.startsWith("2") || code === "API_RATE_LIMITED" || code === "API_BUDGET_SPENT"
  );
}

/** The broker's trouble reads as degraded, the person's turn as needs_person, and a pause as locked. */
function failedLogin(code: ErrorCode, notBefore: Date | null): ConnectionState {
  if (notBefore !== null) {
    return { status: "error", health: "locked", nextAction: "wait_until", notBefore, errorCode: code };
  }
  if (isPassing(code)) {
    return { status: "error", health: "degraded", nextAction: "try_again", notBefore, errorCode: code };
  }
  return { status: "error", health: "needs_person", nextAction: "sign_in_again", notBefore, errorCode: code };
}
