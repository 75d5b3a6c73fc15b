import { createCipheriv, createDecipheriv, type KeyObject } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Binds a ciphertext to its place: a JSON list, so that no two lists of parts give the same bytes. */
export function associatedData(...parts: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(parts), "utf8");
}

/**
 * AES-256-GCM. Gives `<nonce>.<ciphertext and tag>`, each base64url. The nonce must be 12 bytes that were never
 * used with this key before: random ones are safe for some billions of texts a key.
 */
export function seal(key: KeyObject, nonce: Buffer, plaintext: Uint8Array, associated: Buffer): string {
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associated);
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  return `${nonce.toString("base64url")}.${sealed.toString("base64url")}`;
}

/** Opens what {@link seal} made: null if a bit, the key or the associated data differ. The caller zeroes the result. */
export function open(
  key: KeyObject,
  nonceText: string,
  sealedText: string,
  associated: Buffer,
): Buffer | null {
  const nonce = decodeExactly(nonceText);
  const sealed = decodeExactly(sealedText);
  if (nonce?.length !== NONCE_BYTES || sealed === null || sealed.length < TAG_BYTES) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associated);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const head = decipher.update(sealed.subarray(0, -TAG_BYTES));
  try {
    return Buffer.concat([head, decipher.final()]);
  } catch {
    return null;
  } finally {
    head.fill(0);
  }
}

/** Node skips what is not base64url; here one value has one spelling. */
function decodeExactly(text: string): Buffer | null {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : null;
}
