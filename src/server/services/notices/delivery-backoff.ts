/** Tries before a delivery is given up, the first included: with the waits between them about two days. */
export const MAX_TRIES = 18;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;
/** A receiver may ask for more patience than that, but not for ever: the line waits behind it. */
const LONGEST_ASKED_MS = 24 * 3_600_000;
const JITTER = 0.2;

/**
 * How long to wait after so many failed tries, milliseconds: 30 s, doubled up to 6 h, shortened by up to a fifth so
 * that not all come back at once; never less than the receiver asked for. `chance` is in 0–1. Pure.
 */
export function waitAfterTry(tries: number, retryAfterSeconds: number | null, chance: number): number {
  const wait = Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
  const asked = Math.min((retryAfterSeconds ?? 0) * 1000, LONGEST_ASKED_MS);
  return Math.max(Math.round(wait * (1 - JITTER * chance)), asked);
}
