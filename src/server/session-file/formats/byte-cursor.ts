const END_OF_LINE = 0x0a;

/** Reads bytes in turn. Every size is checked against what is left, so that no length in a file asks for memory. */
export class ByteCursor {
  readonly #bytes: Buffer;
  #frameEnd = 0;
  at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** What may be read: to the end of the frame, where one began, else of the file. */
  get left(): number {
    return (this.#isInFrame() ? this.#frameEnd : this.#bytes.length) - this.at;
  }

  /** The next so many bytes belong together: nothing reaches beyond their end. False where they can't be. */
  beginFrame(length: number): boolean {
    if (this.#isInFrame() || length > this.left) return false;
    this.#frameEnd = this.at + length;
    return true;
  }

  /** The next bytes, as a view; null where the file ends before. */
  take(length: number): Buffer | null {
    if (length > this.left) return null;
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  /** The next byte, or -1 at the end. */
  byte(): number {
    const byte = this.#bytes[this.at];
    if (byte === undefined) return -1;
    this.at += 1;
    return byte;
  }

  /** A number of so many bytes, little-endian; -1 where the file ends before. */
  unsigned(length: number): number {
    if (length > this.left) return -1;
    let number = 0;
    for (let index = length - 1; index >= 0; index -= 1) {
      number = number * 256 + (this.#bytes[this.at + index] ?? 0);
    }
    this.at += length;
    return number;
  }

  /** The next bytes, a character a byte; null where the file ends before. */
  characters(length: number): string | null {
    if (length > this.left) return null;
    this.at += length;
    return this.#bytes.toString("latin1", this.at - length, this.at);
  }

  /** The rest of the line, a character a byte; null where the file ends before the line does. */
  line(): string | null {
    const end = this.#bytes.indexOf(END_OF_LINE, this.at);
    if (end === -1 || end - this.at >= this.left) return null;
    const text = this.#bytes.toString("latin1", this.at, end);
    this.at = end + 1;
    return text;
  }

  #isInFrame(): boolean {
    return this.at < this.#frameEnd;
  }
}
