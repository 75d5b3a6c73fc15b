import { createHash } from "node:crypto";
import type { TransferRow } from "@/server/storage/transfer/table-shape";

const MODULUS = 1n << 256n;

/** How many rows a table has, and a digest of them that does not depend on their order. */
export interface TableSum {
  readonly rows: number;
  /** 64 hexadecimal digits. */
  readonly digest: string;
}

/** Adds up a table: the digest is the sum of the SHA-256 of each row, so rows may come in any order. */
export class TableDigest {
  #rows = 0;
  #sum = 0n;

  add(row: TransferRow): void {
    const hash = createHash("sha256").update(JSON.stringify(row)).digest("hex");
    this.#rows += 1;
    this.#sum = (this.#sum + BigInt(`0x${hash}`)) % MODULUS;
  }

  get sum(): TableSum {
    return { rows: this.#rows, digest: this.#sum.toString(16).padStart(64, "0") };
  }
}

export function isSameSum(one: TableSum, other: TableSum): boolean {
  return one.rows === other.rows && one.digest === other.digest;
}
