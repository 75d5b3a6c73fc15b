import type { SandboxClock } from "../clock";
import type { FaultList } from "../http/faults";
import type { SeededRandom } from "../seeded-random";
import type { KnobStore } from "./knobs";
import type { RobinhoodState } from "./state";

/** What every part of the simulated broker works on. `reset` replaces `random`, `state` and `startedAt`. */
export interface World {
  readonly clock: SandboxClock;
  readonly faults: FaultList;
  readonly knobs: KnobStore;
  random: SeededRandom;
  state: RobinhoodState;
  /** When the state was made: what people own is dated from here. */
  startedAt: Date;
}

/**
 * A new id for something that a login makes. It depends on the seed, the starting time and the order of
 * making, so that a token from before a restart is not taken for one from after it.
 */
export function newId(world: World, kind: string): string {
  return world.random.uuid(kind, world.startedAt.getTime(), world.state.nextSerial());
}

/** A new opaque secret, made like `newId`. */
export function newSecret(world: World, kind: string, length: number): string {
  return world.random.alphanumeric(length, kind, world.startedAt.getTime(), world.state.nextSerial());
}

export function secondsAfter(instant: Date, seconds: number): Date {
  return new Date(instant.getTime() + seconds * 1000);
}
