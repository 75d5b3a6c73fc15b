import type { Clock } from "@/server/clock";

interface Sleeper {
  readonly wakeAtMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is told to move. */
export class FixedClock implements Clock {
  #nowMs: number;
  #sleepers: Sleeper[] = [];

  constructor(now: Date | string = "2026-03-02T14:30:00.000Z") {
    this.#nowMs = new Date(now).getTime();
  }

  now(): Date {
    return new Date(this.#nowMs);
  }

  /** How many sleep just now. */
  get sleepers(): number {
    return this.#sleepers.length;
  }

  sleep(durationMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (durationMs <= 0 || signal?.aborted) {
        resolve();
        return;
      }
      const sleeper = { wakeAtMs: this.#nowMs + durationMs, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", () => this.#wakeThose((other) => other === sleeper), { once: true });
    });
  }

  /** Moves on, and wakes everyone whose time has come, in order. */
  advance(durationMs: number): void {
    this.#nowMs += durationMs;
    this.#wakeThose(({ wakeAtMs }) => wakeAtMs <= this.#nowMs);
  }

  #wakeThose(isDue: (sleeper: Sleeper) => boolean): void {
    const due = this.#sleepers.filter(isDue).sort((one, other) => one.wakeAtMs - other.wakeAtMs);
    this.#sleepers = this.#sleepers.filter((sleeper) => !due.includes(sleeper));
    for (const { wake } of due) wake();
  }
}
