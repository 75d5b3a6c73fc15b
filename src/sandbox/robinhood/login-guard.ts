import { detail, type SandboxReply } from "../http/exchange";
import { personByKey } from "./people";
import { secondsAfter, type World } from "./world";

const lockOfTheLocked = 36_000;

/** Seconds until the person's account answers again; null where it is not locked. */
export function lockedForSeconds(world: World, person: string): number | null {
  if (personByKey(person)?.alwaysLocked === true) return lockOfTheLocked;
  const until = world.state.guard(person).lockedUntil;
  if (until === null) return null;
  const left = Math.ceil((until.getTime() - world.clock.now().getTime()) / 1000);
  return left > 0 ? left : null;
}

/** The throttle sentence of protocol sheet 1.2(e); the header comes only with the knob for it. */
export function throttled(world: World, person: string | null, seconds: number): SandboxReply {
  const headers = world.knobs.for(person).throttleWithRetryAfter ? { "Retry-After": String(seconds) } : {};
  return detail(429, `Request was throttled. Expected available in ${seconds} seconds.`, headers);
}

/** Counts a wrong password or code; at the limit the whole account is locked for a while. */
export function countFailure(world: World, person: string): void {
  const knobs = world.knobs.for(person);
  const guard = world.state.guard(person);
  guard.failures += 1;
  if (guard.failures < knobs.failedLoginsBeforeLock) return;
  guard.failures = 0;
  guard.lockedUntil = secondsAfter(world.clock.now(), knobs.lockSeconds);
}

export function clearFailures(world: World, person: string): void {
  world.state.guard(person).failures = 0;
}
