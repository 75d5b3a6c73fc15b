import type { BreakerRecord } from "@/server/storage/records";

/** Closed while `openUntil` is null; open before that time, half open from then on. */
export type BreakerState = Omit<BreakerRecord, "key" | "updatedAt">;

export interface BreakerPolicy {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long the first opening lasts; each further one lasts twice as long, 10 min at most. */
  readonly openSeconds: number;
  /** After this time without news a probe counts as lost: longer than any call. */
  readonly probeSeconds: number;
}

/** `trouble` is the broker's, `answered` any other reply, `unsent` says nothing about the broker. */
export type CallVerdict = "answered" | "trouble" | "unsent";

export type Admission =
  | { readonly kind: "pass" }
  | { readonly kind: "probe"; readonly state: BreakerState }
  | { readonly kind: "refuse"; readonly state: BreakerState; readonly retryAfterSeconds: number };

export interface Settlement {
  readonly state: BreakerState;
  readonly move: "opened" | "closed" | null;
}

const LONGEST_OPENING_SECONDS = 600;
/** While a probe is out: it is usually back soon. */
const LONGEST_PROBE_PAUSE_SECONDS = 5;

export const CLOSED_BREAKER: BreakerState = {
  failures: 0,
  trips: 0,
  openUntil: null,
  probeToken: null,
  probeUntil: null,
};

/**
 * Whether a call may go out now. Half open lets exactly one out, as the probe with this token; a probe that has
 * been out for longer than any call lasts is replaced. The states of `probe` and `refuse` are to be written; that of
 * `refuse` is the given one but after the clock went back.
 */
export function admitCall(
  given: BreakerState,
  now: Date,
  probeToken: string,
  policy: BreakerPolicy,
): Admission {
  if (given.openUntil === null) {
    return { kind: "pass" };
  }
  const state = withinReach(given, given.openUntil, now, policy);
  const closedForSeconds = secondsUntil(state.openUntil, now);
  if (closedForSeconds > 0) {
    return { kind: "refuse", state, retryAfterSeconds: closedForSeconds };
  }
  const probeForSeconds = secondsUntil(state.probeUntil, now);
  if (probeForSeconds > 0) {
    const retryAfterSeconds = Math.min(probeForSeconds, LONGEST_PROBE_PAUSE_SECONDS);
    return { kind: "refuse", state, retryAfterSeconds };
  }
  return { kind: "probe", state: { ...state, probeToken, probeUntil: after(now, policy.probeSeconds) } };
}

/** What a call's outcome does. `probeToken` is that of a probe, null for a call that found the breaker closed. */
export function settleCall(
  state: BreakerState,
  verdict: CallVerdict,
  probeToken: string | null,
  now: Date,
  policy: BreakerPolicy,
): Settlement {
  // Late news: of a probe that was replaced, or of a call that went out before the breaker opened.
  if (probeToken === null ? state.openUntil !== null : probeToken !== state.probeToken) {
    return { state, move: null };
  }
  if (verdict === "unsent") {
    return { state: { ...state, probeToken: null, probeUntil: null }, move: null };
  }
  if (verdict === "answered") {
    return { state: CLOSED_BREAKER, move: probeToken === null ? null : "closed" };
  }
  const failures = state.failures + 1;
  if (probeToken === null && failures < policy.failures) {
    return { state: { ...state, failures }, move: null };
  }
  const trips = state.trips + 1;
  const openUntil = after(now, openingSeconds(trips, policy));
  return { state: { failures, trips, openUntil, probeToken: null, probeUntil: null }, move: "opened" };
}

function openingSeconds(trips: number, policy: BreakerPolicy): number {
  return Math.min(LONGEST_OPENING_SECONDS, policy.openSeconds * 2 ** (trips - 1));
}

/** No time lies further ahead than it can: after the clock went back, waiting must not last until it is there again. */
function withinReach(state: BreakerState, openUntil: Date, now: Date, policy: BreakerPolicy): BreakerState {
  const openAtMost = after(now, openingSeconds(state.trips, policy));
  const probeAtMost = after(now, policy.probeSeconds);
  if (openUntil <= openAtMost && (state.probeUntil === null || state.probeUntil <= probeAtMost)) {
    return state;
  }
  return {
    ...state,
    openUntil: earlier(openUntil, openAtMost),
    probeUntil: state.probeUntil && earlier(state.probeUntil, probeAtMost),
  };
}

function earlier(one: Date, other: Date): Date {
  return one <= other ? one : other;
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}

function secondsUntil(time: Date | null, now: Date): number {
  return time === null ? 0 : Math.max(0, Math.ceil((time.getTime() - now.getTime()) / 1000));
}
