import { createHash } from "node:crypto";

const alphanumerics = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * Draws that depend on the seed and on the name of what is drawn, never on the order of the draws:
 * the same seed and name give the same value in every run.
 */
export class SeededRandom {
  readonly seed: string;

  constructor(seed: string) {
    this.seed = seed;
  }

  bytes(count: number, ...name: readonly (string | number)[]): Buffer {
    const blocks: Buffer[] = [];
    for (let block = 0; block * 32 < count; block += 1) {
      const text = JSON.stringify([this.seed, block, ...name]);
      blocks.push(createHash("sha256").update(text).digest());
    }
    return Buffer.concat(blocks).subarray(0, count);
  }

  /** A number from 0 (included) to 1 (excluded). */
  fraction(...name: readonly (string | number)[]): number {
    return this.bytes(6, ...name).readUIntBE(0, 6) / 2 ** 48;
  }

  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number, ...name: readonly (string | number)[]): number {
    return low + Math.floor(this.fraction(...name) * (high - low + 1));
  }

  digits(count: number, ...name: readonly (string | number)[]): string {
    return Array.from(this.bytes(count, ...name), (byte) => String(byte % 10)).join("");
  }

  alphanumeric(count: number, ...name: readonly (string | number)[]): string {
    return Array.from(this.bytes(count, ...name), (byte) => alphanumerics.charAt(byte % 62)).join("");
  }

  /** A UUID with the version and variant bits of a random one (version 4). */
  uuid(...name: readonly (string | number)[]): string {
    const bytes = this.bytes(16, ...name);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = bytes.toString("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }
}
