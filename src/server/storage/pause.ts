import type { Clock } from "@/server/clock";
import type { Random } from "@/server/random";

/** Waits before try `attempt + 1`; false when there were enough tries. */
export type Pause = (attempt: number) => Promise<boolean>;

/**
 * Full jitter: a random part of `baseMs × 2^attempt`, at most `capMs`, so that competitors do not meet again.
 * `attempts` pauses are granted, then no more.
 */
export function createPause(
  clock: Clock,
  random: Random,
  limits: { readonly attempts: number; readonly baseMs: number; readonly capMs: number },
): Pause {
  return async (attempt) => {
    if (attempt >= limits.attempts) return false;
    const ceilingMs = Math.min(limits.capMs, limits.baseMs * 2 ** attempt);
    const fraction = random.bytes(2).readUInt16BE() / 0xffff;
    await clock.sleep(Math.ceil(ceilingMs * fraction));
    return true;
  };
}
