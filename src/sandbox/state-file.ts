import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { SandboxBroker } from "./broker";

const fileSchema = z.object({ seed: z.string(), brokers: z.record(z.string(), z.unknown()) });

/** Keeps what the brokers remember in a file, so that sessions outlive a restart of the sandbox. */
export class StateFile {
  readonly #path: string;
  readonly #brokers: readonly SandboxBroker[];

  constructor(path: string, brokers: readonly SandboxBroker[]) {
    this.#path = path;
    this.#brokers = brokers;
  }

  /** Does nothing where there is no file yet; throws an Error for the person where it cannot be used. */
  load(seed: string): void {
    if (!existsSync(this.#path)) return;
    try {
      const file = fileSchema.parse(JSON.parse(readFileSync(this.#path, "utf8")));
      if (file.seed !== seed) throw new Error(`it was made with the seed "${file.seed}"`);
      for (const broker of this.#brokers) broker.restore(file.brokers[broker.id]);
    } catch (error) {
      const reason =
        error instanceof Error && !(error instanceof z.ZodError) ? error.message : "it is damaged";
      throw new Error(`The state file ${this.#path} cannot be used: ${reason}. Delete it, or name another.`);
    }
  }

  /** Replaces the file as a whole, readable by its owner alone. */
  save(seed: string): void {
    const brokers = Object.fromEntries(this.#brokers.map((broker) => [broker.id, broker.snapshot()]));
    writeFileSync(`${this.#path}.new`, JSON.stringify({ seed, brokers }), { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
  }
}
