import type { FileCipher } from "@/server/secrets/file-cipher.port";
import type { SealedTable } from "@/server/storage/operation-records";
import type { StorageTx } from "@/server/storage/storage";
import type { Secret } from "@/shared/secret";

/** Which row and field a ciphertext belongs to; it is bound to all of it and can be read nowhere else. */
export interface CipherBinding {
  readonly table: SealedTable;
  readonly rowId: string;
  readonly ownerId: string;
  readonly field: string;
}

/** Encrypts what is stored. Keys are looked up by the id in the text, never tried in turn. */
export interface Cipher {
  /** `v1.<data key id>.<nonce>.<ciphertext and tag>` under the owner's data key, which is made on first use. */
  encrypt(tx: StorageTx, binding: CipherBinding, plaintext: Secret): Promise<string>;
  /** The plaintext. Throws STORAGE_READ_ERROR when the text was altered, moved to another row, or its key is missing. */
  decrypt(tx: StorageTx, binding: CipherBinding, ciphertext: string): Promise<Secret>;
  /**
   * The same plaintext under the owner's present data key, bound to the same place; null where it is under that key
   * already. Throws as {@link decrypt}.
   */
  reseal(tx: StorageTx, binding: CipherBinding, ciphertext: string): Promise<string | null>;
  /** Makes a new data key for the owner, and retires the one of before. Events as of a first key. */
  renewKey(tx: StorageTx, ownerId: string): Promise<void>;
  /** Keyed hash (HMAC-SHA-256, base64url) for looking values up without storing them; `purpose` separates uses. */
  fingerprint(purpose: string, value: string): string;
  /** For what leaves the database as a file. */
  readonly files: FileCipher;
}
