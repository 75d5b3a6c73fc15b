import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ConnectionEvent,
  type ConnectionState,
  nextConnectionState,
} from "@/server/services/connections/connection-machine";
import { ERROR_CODES, type ErrorCode } from "@/shared/error-codes";
import { challengeKindSchema } from "@/shared/schemas/challenge";
import { type ConnectionStatus, connectionStatusSchema } from "@/shared/schemas/connection";

const later = new Date("2026-01-05T15:30:00Z");

const start: ConnectionState = {
  status: "disconnected",
  health: "ok",
  nextAction: "connect",
  notBefore: null,
  errorCode: null,
};

const code = fc.constantFrom(...(Object.keys(ERROR_CODES) as ErrorCode[]));
const challenge = fc.constantFrom(...challengeKindSchema.options);
const anyEvent: fc.Arbitrary<ConnectionEvent> = fc.oneof(
  fc.constantFrom<ConnectionEvent>(
    { type: "login_started" },
    { type: "answer_sent" },
    { type: "login_succeeded" },
    { type: "login_cancelled" },
    { type: "disconnected" },
    { type: "session_confirmed" },
    { type: "session_renewed" },
    { type: "session_restored" },
    { type: "session_imported" },
    { type: "session_kept", serves: true },
    { type: "session_kept", serves: false },
    { type: "login_held_back", notBefore: later },
  ),
  challenge.map((kind) => ({ type: "challenge_waiting" as const, challenge: kind })),
  fc.record({ type: fc.constant("challenge_trouble" as const), challenge, code }),
  fc.record({ type: fc.constant("login_failed" as const), code, notBefore: fc.constantFrom(null, later) }),
  code.map((reason) => ({ type: "session_troubled" as const, code: reason })),
  code.map((reason) => ({ type: "session_ended" as const, code: reason })),
  code.map((reason) => ({ type: "renewal_refused" as const, code: reason })),
  code.map((reason) => ({ type: "session_given_up" as const, code: reason })),
);

/**
 * The arrows of the specification; `challenge` between connecting and its outcome; a session that can't be renewed
 * is replaced while it serves, and kept when the login brings nothing; one that was given up may come back or end,
 * and one that was thought to be over may come back.
 */
const ARROWS: Record<ConnectionStatus, readonly ConnectionStatus[]> = {
  disconnected: ["disconnected", "connecting", "connected", "error"],
  connecting: ["challenge", "connected", "error", "disconnected"],
  challenge: ["challenge", "connecting", "connected", "error", "disconnected"],
  connected: ["connected", "disconnected", "expired", "connecting", "error"],
  error: ["error", "connecting", "disconnected", "connected", "expired"],
  expired: ["expired", "connecting", "disconnected", "connected"],
};

describe("nextConnectionState", () => {
  it("draws only the arrows of the specification, whatever happens in whatever order", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let state = start;
        for (const event of events) {
          const next = nextConnectionState(state, event);
          if (next !== null) {
            expect(ARROWS[state.status]).toContain(next.status);
            state = next;
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it("keeps health, next step and reason in agreement with the status", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
        let state = start;
        for (const event of events) {
          state = nextConnectionState(state, event) ?? state;
          expect(state.health === "locked").toBe(state.nextAction === "wait_until");
          expect(state.health === "locked").toBe(state.notBefore !== null);
          if (state.status === "connected") {
            const steps = {
              ok: "none",
              degraded: "none",
              needs_person: "sign_in_again",
              locked: "wait_until",
            };
            expect(state.nextAction).toBe(steps[state.health]);
            expect(state.health === "ok").toBe(state.errorCode === null);
          }
          if (state.status === "challenge") {
            expect(["enter_code", "approve_on_phone", "finish_at_broker"]).toContain(state.nextAction);
          }
          if (state.status === "error" || state.status === "expired") {
            expect(state.errorCode).not.toBeNull();
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each(connectionStatusSchema.options)(
    "lets a login begin in %s only where none can be lost",
    (status) => {
      const next = nextConnectionState({ ...start, status }, { type: "login_started" });
      expect(next === null).toBe(["connecting", "challenge", "connected"].includes(status));
    },
  );

  it("tells the broker's trouble, the person's turn and a pause apart after a failed login", () => {
    const from: ConnectionState = { ...start, status: "connecting", nextAction: "none" };
    const failed = (reason: ErrorCode, notBefore: Date | null) =>
      nextConnectionState(from, { type: "login_failed", code: reason, notBefore });
    for (const passing of ["CONN_TIMEOUT", "API_RATE_LIMITED", "API_BUDGET_SPENT"] as const) {
      expect(failed(passing, null)).toMatchObject({ health: "degraded", nextAction: "try_again" });
    }
    expect(failed("AUTH_INVALID_CREDENTIALS", null)).toMatchObject({
      health: "needs_person",
      nextAction: "sign_in_again",
    });
    expect(failed("AUTH_RATE_LIMITED", later)).toMatchObject({
      health: "locked",
      nextAction: "wait_until",
      notBefore: later,
    });
  });

  it("keeps the reason of a failed login when the guard holds the next one back", () => {
    const failed: ConnectionState = {
      status: "error",
      health: "needs_person",
      nextAction: "sign_in_again",
      notBefore: null,
      errorCode: "AUTH_INVALID_CREDENTIALS",
    };
    expect(nextConnectionState(failed, { type: "login_held_back", notBefore: later })).toEqual({
      ...failed,
      health: "locked",
      nextAction: "wait_until",
      notBefore: later,
    });
  });
});
