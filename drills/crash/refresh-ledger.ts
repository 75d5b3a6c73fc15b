import type { BrokerCall } from "./broker-tap";

/** Longer than any commit takes after the broker's answer arrived. */
export const COMMIT_LIMIT_MS = 3000;

/** When each killed worker died, milliseconds of the machine's clock. */
export type Deaths = ReadonlyMap<number, number>;

const gaveTokens = (call: BrokerCall) => call.status === 200 && call.issuedHash !== null;

/** Whether the broker has exchanged this refresh token for another. */
export function isSpent(calls: readonly BrokerCall[], hash: string): boolean {
  return calls.some(
    (call) =>
      call.kind === "refresh" && call.tokenHash === hash && gaveTokens(call) && call.issuedHash !== hash,
  );
}

/** Whether the broker was told to end this refresh token, which is part of a disconnect. */
export function isRevoked(calls: readonly BrokerCall[], hash: string): boolean {
  return calls.some(
    (call) => call.kind === "revoke" && call.tokenHash === hash && call.processedAtMs !== null,
  );
}

/** Whether the sender died before it can have written what came of the call. */
function diedOverIt(call: BrokerCall, deaths: Deaths, beforeMs: number): boolean {
  const diedAtMs = deaths.get(call.worker);
  if (diedAtMs === undefined || diedAtMs > beforeMs) return false;
  return call.repliedAtMs === null || diedAtMs - call.repliedAtMs < COMMIT_LIMIT_MS;
}

/**
 * Refresh tokens that were sent again although nobody had died over the first time: pairs of the same spent token,
 * and pairs of any token under way at once.
 */
export function duplicateRefreshes(
  calls: readonly BrokerCall[],
  deaths: Deaths,
): readonly { readonly first: BrokerCall; readonly second: BrokerCall }[] {
  const sent = calls.filter((call) => call.kind === "refresh" && call.processedAtMs !== null);
  return sent.flatMap((second, index) => {
    const first = sent.slice(0, index).findLast((earlier) => earlier.tokenHash === second.tokenHash);
    if (first === undefined) return [];
    const answered = first.repliedAtMs !== null && first.repliedAtMs <= second.arrivedAtMs;
    const staysGood = answered && first.issuedHash === first.tokenHash;
    return staysGood || diedOverIt(first, deaths, second.arrivedAtMs) ? [] : [{ first, second }];
  });
}

/**
 * The refresh tokens that a person's session may hold: the last one that a living worker had time to store, and
 * every later one.
 */
export function possibleTokens(
  calls: readonly BrokerCall[],
  person: string,
  deaths: Deaths,
  nowMs: number,
): readonly string[] {
  const issued = calls.filter((call) => call.person === person && gaveTokens(call));
  const stored = issued.findLastIndex(
    (call) =>
      call.repliedAtMs !== null && (deaths.get(call.worker) ?? nowMs) - call.repliedAtMs >= COMMIT_LIMIT_MS,
  );
  return issued.slice(Math.max(0, stored)).flatMap((call) => call.issuedHash ?? []);
}
