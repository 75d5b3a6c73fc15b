import type { Random } from "@/server/random";
import type { Cipher } from "@/server/secrets/cipher.port";

/** 30 letters and digits; those that look alike (0 O, 1 I L) and U are left out. */
const SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LENGTH = 12;
/** The largest multiple of 30 that fits a byte: bytes beyond would favour the first signs. */
const FAIR_BYTES = 240;

/** A new one-time setup code such as `7KQM-2XWD-H9TR`: about 58 bits. */
export function newSetupCode(random: Random): string {
  let signs = "";
  while (signs.length < CODE_LENGTH) {
    const [byte = FAIR_BYTES] = random.bytes(1);
    if (byte < FAIR_BYTES) signs += SIGNS.charAt(byte % SIGNS.length);
  }
  return signs.replace(/(.{4})(?=.)/g, "$1-");
}

/** What is stored of a code: a keyed hash. Case, spaces and hyphens do not matter. */
export function setupCodeHash(cipher: Pick<Cipher, "fingerprint">, code: string): string {
  return cipher.fingerprint("setup_code", code.toUpperCase().replace(/[^0-9A-Z]/g, ""));
}
