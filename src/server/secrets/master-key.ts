import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { Random } from "@/server/random";
import { AppError } from "@/shared/app-error";

const KEY_BYTES = 32;

/** A key that wraps others. Its bytes live in a `KeyObject`, which prints and serialises as nothing. */
export interface MasterKey {
  readonly key: KeyObject;
  /** Tells keys apart for people: 16 hexadecimal digits of a keyed hash, from which the key cannot be found. */
  readonly fingerprint: string;
}

/**
 * The key that is spelled as 32 bytes in base64. Throws VALIDATION_INVALID_INPUT, which names `origin` and never
 * repeats the text.
 */
export function masterKeyOf(text: string, origin: string): MasterKey {
  const spelled = text.trim();
  if (!/^[A-Za-z0-9+/]{43}=$/.test(spelled)) {
    throw new AppError(
      "VALIDATION_INVALID_INPUT",
      `The master key in ${origin} is not 32 bytes in base64. Put back the key of this install, or restore it from your backup.`,
    );
  }
  return masterKeyOfBytes(Buffer.from(spelled, "base64"), origin);
}

/** The key of these bytes, which are zeroed. Throws VALIDATION_INVALID_INPUT for any other length than 32. */
export function masterKeyOfBytes(bytes: Buffer, origin: string): MasterKey {
  try {
    if (bytes.length !== KEY_BYTES) {
      throw new AppError("VALIDATION_INVALID_INPUT", `The master key in ${origin} does not have 32 bytes.`);
    }
    return {
      key: createSecretKey(bytes),
      fingerprint: createHmac("sha256", bytes).update("wheelhouse master key v1").digest("hex").slice(0, 16),
    };
  } finally {
    bytes.fill(0);
  }
}

/** The bytes of a new key, for whoever keeps them; the caller zeroes them. */
export function newMasterKeyBytes(random: Random): Buffer {
  return random.bytes(KEY_BYTES);
}
