/** Joins callers in one process: while work under a key runs, everyone who asks for it gets the same promise. */
export class SingleFlight<Result> {
  readonly #running = new Map<string, Promise<Result>>();

  /** Runs the work, or joins the one that runs already. All get its result or its error. */
  run(key: string, work: () => Promise<Result>): Promise<Result> {
    const running = this.#running.get(key);
    if (running !== undefined) {
      return running;
    }
    const started = work().finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }
}
