import type { Random } from "@/server/random";
import { associatedData, open, seal } from "@/server/secrets/aes-gcm";
import type { MasterKey } from "@/server/secrets/master-key";

const VERSION = "v1";
const NONCE_BYTES = 12;

/** `v1.<nonce>.<ciphertext and tag>` of a key under a master key, bound to its place and to that key's fingerprint. */
export function wrapKey(
  masterKey: MasterKey,
  random: Random,
  bytes: Buffer,
  ...place: readonly string[]
): string {
  const sealed = seal(masterKey.key, random.bytes(NONCE_BYTES), bytes, placeOf(place, masterKey));
  return `${VERSION}.${sealed}`;
}

/** The bytes, which the caller zeroes; null for a text that was altered or belongs elsewhere. */
export function unwrapKey(masterKey: MasterKey, text: string, ...place: readonly string[]): Buffer | null {
  const [version, nonce, sealed, ...rest] = text.split(".");
  if (version !== VERSION || nonce === undefined || sealed === undefined || rest.length > 0) return null;
  return open(masterKey.key, nonce, sealed, placeOf(place, masterKey));
}

function placeOf(place: readonly string[], masterKey: MasterKey): Buffer {
  return associatedData(...place, masterKey.fingerprint, VERSION);
}
