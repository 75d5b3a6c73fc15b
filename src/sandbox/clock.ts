/** The sandbox's own time: real time plus an offset, or frozen at one instant. */
export class SandboxClock {
  #offsetMs = 0;
  #frozenAtMs: number | null = null;
  readonly #systemNowMs: () => number;

  constructor(systemNowMs: () => number = Date.now) {
    this.#systemNowMs = systemNowMs;
  }

  now(): Date {
    return new Date(this.#frozenAtMs ?? this.#systemNowMs() + this.#offsetMs);
  }

  get frozen(): boolean {
    return this.#frozenAtMs !== null;
  }

  /** Moves the time forward (or back, with a negative number); a frozen clock stays frozen. */
  advance(seconds: number): void {
    if (this.#frozenAtMs === null) this.#offsetMs += seconds * 1000;
    else this.#frozenAtMs += seconds * 1000;
  }

  set(instant: Date): void {
    if (this.#frozenAtMs === null) this.#offsetMs = instant.getTime() - this.#systemNowMs();
    else this.#frozenAtMs = instant.getTime();
  }

  freeze(): void {
    this.#frozenAtMs = this.now().getTime();
  }

  /** Back to the machine's time, running. */
  restart(): void {
    this.#offsetMs = 0;
    this.#frozenAtMs = null;
  }

  /** Lets the time run on from where it stands. */
  resume(): void {
    if (this.#frozenAtMs === null) return;
    this.#offsetMs = this.#frozenAtMs - this.#systemNowMs();
    this.#frozenAtMs = null;
  }
}
