const END_OF_LINE = 0x0a;

/** Reads bytes in turn. Every size is checked against what is left, so that no length in a file asks for memory. */
export class ByteCursor {
  readonly #bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.at;
  }

  /** The next bytes, as a view; null where the file ends before. */
  take(length: number): Buffer | null {
    if (length > this.left) return null;
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  /** A number of up to six bytes, little-endian; null where the file ends before. */
  unsigned(length: number): number | null {
    return this.take(length)?.readUIntLE(0, length) ?? null;
  }

  /** The rest of the line, a character a byte; null where the file ends before the line does. */
  line(): string | null {
    const end = this.#bytes.indexOf(END_OF_LINE, this.at);
    if (end === -1) return null;
    const text = this.#bytes.toString("latin1", this.at, end);
    this.at = end + 1;
    return text;
  }
}
