import type { Storage } from "@/server/storage/storage";

/** What a dead process never hears of again. */
const SILENCE = new Promise<never>(() => undefined);

class Killed extends Error {}

/** A process's way to the database, which can be cut at any call: then no call of it ever comes back. */
export interface MortalStorage {
  readonly storage: Storage;
  /** Calls that are under way. */
  readonly underWay: number;
  readonly dead: boolean;
  /** Resolves when the process dies. */
  readonly death: Promise<void>;
  kill(): void;
  /** It dies at the call after so many more; null for never. */
  dieAfter(calls: number | null): void;
}

/** Wraps a storage for one process. A transaction in which it dies is rolled back, as the database would. */
export function createMortalStorage(given: Storage): MortalStorage {
  let underWay = 0;
  let dead = false;
  let callsLeft: number | null = null;
  let announce: () => void = () => undefined;
  const death = new Promise<void>((resolve) => {
    announce = resolve;
  });
  const rollback = death.then(() => Promise.reject(new Killed("The process died")));
  rollback.catch(() => undefined);
  const kill = () => {
    dead = true;
    announce();
  };

  async function mortally(call: () => unknown): Promise<unknown> {
    if (callsLeft !== null) {
      callsLeft -= 1;
      if (callsLeft < 0) kill();
    }
    if (dead) return SILENCE;
    underWay += 1;
    try {
      const result = await call();
      return dead ? SILENCE : result;
    } catch (error) {
      if (dead) return SILENCE;
      throw error;
    } finally {
      underWay -= 1;
    }
  }

  /** The same object, each of whose functions is mortal; stores are wrapped when they are asked for. */
  function wrap<Target extends object>(target: Target): Target {
    return new Proxy(target, {
      get: (_target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (name === "transaction" && typeof value === "function") {
          return (work: (tx: object) => Promise<unknown>) =>
            mortally(() =>
              Reflect.apply(value, target, [(tx: object) => Promise.race([work(wrap(tx)), rollback])]),
            );
        }
        if (typeof value === "function") {
          return (...given: unknown[]) => mortally(() => Reflect.apply(value, target, given));
        }
        return typeof value === "object" && value !== null ? wrap(value) : value;
      },
    });
  }

  return {
    storage: wrap(given),
    get underWay() {
      return underWay;
    },
    get dead() {
      return dead;
    },
    death,
    kill,
    dieAfter: (calls) => {
      callsLeft = calls;
    },
  };
}
