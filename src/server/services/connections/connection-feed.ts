import { EventEmitter } from "node:events";

/**
 * Tells live views in this process that something about a person's connections changed. It carries no data:
 * listeners read the database, which is also how they learn what other processes did.
 */
export interface ConnectionFeed {
  changed(ownerId: string): void;
  /** Resolves at the next change, when `timeoutMs` has passed, or when the signal is aborted. */
  next(ownerId: string, timeoutMs: number, signal: AbortSignal): Promise<void>;
}

/** An in-process feed. */
export function createConnectionFeed(): ConnectionFeed {
  const emitter = new EventEmitter();
  emitter.setMaxListeners(0);
  return {
    changed: (ownerId) => {
      emitter.emit(ownerId);
    },
    next: (ownerId, timeoutMs, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const done = () => {
          clearTimeout(timer);
          emitter.off(ownerId, done);
          signal.removeEventListener("abort", done);
          resolve();
        };
        const timer = setTimeout(done, timeoutMs);
        emitter.on(ownerId, done);
        signal.addEventListener("abort", done, { once: true });
      }),
  };
}
