import { createCipheriv, createDecipheriv, type KeyObject } from "node:crypto";
import { AppError } from "@/shared/app-error";

/** Plain bytes of a block; the last one may be shorter. */
export const BLOCK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const SEALED_BYTES = BLOCK_BYTES + TAG_BYTES;

/**
 * Encrypts a stream in blocks, each AES-256-GCM under the same key, which belongs to this stream alone. The nonce is
 * the number of the block (11 bytes) and whether it is the last (1 byte), after the STREAM construction of Hoang,
 * Reyhanitabar, Rogaway and Vizár (2015): blocks that are missing, doubled or in another order don't open. Every block
 * is bound to `associated`.
 */
export async function* sealBlocks(
  key: KeyObject,
  associated: Buffer,
  plain: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let number = 0;
  for await (const { block, isLast } of blocksOf(plain, BLOCK_BYTES)) {
    const cipher = createCipheriv("aes-256-gcm", key, nonceOf(number, isLast), { authTagLength: TAG_BYTES });
    cipher.setAAD(associated);
    yield Buffer.concat([cipher.update(block), cipher.final(), cipher.getAuthTag()]);
    number += 1;
  }
}

/** Opens what {@link sealBlocks} made, block by block. Throws STORAGE_BACKUP_DAMAGED, which names what is wrong. */
export async function* openBlocks(
  key: KeyObject,
  associated: Buffer,
  sealed: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  let number = 0;
  for await (const { block, isLast } of blocksOf(sealed, SEALED_BYTES)) {
    const plain = openBlock(key, associated, block, nonceOf(number, isLast));
    if (plain === null) {
      const isWhole = openBlock(key, associated, block, nonceOf(number, !isLast)) !== null;
      throw damaged(number, isWhole ? (isLast ? "cut" : "longer") : "altered");
    }
    yield plain;
    number += 1;
  }
}

function damaged(number: number, how: "cut" | "longer" | "altered"): AppError {
  const what = {
    cut: "The backup is cut off: its end is missing.",
    longer: "The backup is damaged: something stands after its end.",
    altered: `The backup was altered or is damaged, from block ${number + 1} on.`,
  }[how];
  return new AppError("STORAGE_BACKUP_DAMAGED", what);
}

function openBlock(key: KeyObject, associated: Buffer, block: Buffer, nonce: Buffer): Buffer | null {
  if (block.length < TAG_BYTES) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated);
  decipher.setAuthTag(block.subarray(-TAG_BYTES));
  const plain = decipher.update(block.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return null;
  }
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** Cuts a stream into blocks of one size and tells which is the last, which may be shorter, or empty in an empty one. */
async function* blocksOf(
  stream: AsyncIterable<Buffer>,
  size: number,
): AsyncGenerator<{ readonly block: Buffer; readonly isLast: boolean }> {
  let waiting = Buffer.alloc(0);
  for await (const piece of stream) {
    waiting = Buffer.concat([waiting, piece]);
    // A full block is held back until more follows: it may be the last.
    while (waiting.length > size) {
      yield { block: waiting.subarray(0, size), isLast: false };
      waiting = waiting.subarray(size);
    }
  }
  yield { block: waiting, isLast: true };
}
