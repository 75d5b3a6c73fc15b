const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Prints numbered steps with their times; a step with nothing to do prints nothing. */
export class Progress {
  #started = performance.now();
  #number = 0;

  /** Runs a step that always has something to do; gives its result. */
  async step(title, work) {
    this.#number += 1;
    const started = performance.now();
    console.log(`[${this.#number}] ${title} …`);
    const result = await work();
    console.log(`[${this.#number}] done in ${seconds(started)}`);
    return result;
  }

  /** The time since the start, as text. */
  elapsed() {
    return seconds(this.#started);
  }
}
