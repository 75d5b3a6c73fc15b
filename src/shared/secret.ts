/**
 * A value that must never be printed. It shows as `[redacted]` in strings, JSON, template literals and
 * `console.log`, and as nothing in a structured clone; only {@link Secret.reveal} and {@link Secret.use} give it.
 * Its bytes are kept in a buffer that {@link Secret.dispose} zeroes. Equality is not offered on purpose.
 */
export class Secret {
  #bytes: Uint8Array | null;

  /** Takes the bytes (UTF-8) over where they are given: nobody else should keep or change them. */
  constructor(value: string | Uint8Array) {
    this.#bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  }

  /**
   * The text itself, for the one place that sends it. A text can't be wiped from memory: {@link Secret.use} is better
   * where bytes will do. Throws after {@link Secret.dispose}.
   */
  reveal(): string {
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.#held());
  }

  /** Hands the bytes to `work`, which must neither keep nor change them. Throws after {@link Secret.dispose}. */
  use<Result>(work: (bytes: Uint8Array) => Result): Result {
    return work(this.#held());
  }

  /** A secret of its own with the same value, which outlives this one. */
  copy(): Secret {
    return new Secret(Uint8Array.from(this.#held()));
  }

  /** Zeroes the bytes. Whoever reads it afterwards has made a mistake, and is told so. */
  dispose(): void {
    this.#bytes?.fill(0);
    this.#bytes = null;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  toString(): string {
    return "[redacted]";
  }

  toJSON(): string {
    return "[redacted]";
  }

  [Symbol.toPrimitive](): string {
    return "[redacted]";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[redacted]";
  }

  #held(): Uint8Array {
    if (this.#bytes === null) throw new Error("A secret was read after it was disposed of");
    return this.#bytes;
  }
}

/** Zeroes all of them. */
export function disposeAll(secrets: Readonly<Record<string, Secret>>): void {
  for (const secret of Object.values(secrets)) secret.dispose();
}
