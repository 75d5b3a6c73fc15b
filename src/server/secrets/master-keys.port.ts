import type { MasterKeySourceKind } from "@/server/storage/operation-records";
import type { StorageTx } from "@/server/storage/storage";
import type { Secret } from "@/shared/secret";

/** What becomes of the file of a key that is not needed any more. */
export type KeyFate = "archive" | "shred";

export interface KeySource {
  readonly kind: MasterKeySourceKind;
  /** A variable's name or a path. */
  readonly place: string;
  /** Whether Wheelhouse keeps the keys in files of its own, or the operator keeps them. */
  readonly keepsKeys: boolean;
}

export interface GeneratedKey {
  readonly fingerprint: string;
  /** The key in base64, where the operator keeps it; null where it is kept already. */
  readonly text: Secret | null;
}

/** What a change of the master key wrapped anew. */
export interface Rewrapping {
  readonly from: string;
  readonly to: string;
  readonly dataKeys: number;
  readonly installSecrets: number;
}

/** The master keys that this process holds, and the steps of changing them. Never a key. */
export interface MasterKeys {
  readonly source: KeySource;
  /** Fingerprints of all that is held, the active one first, as of the last look. */
  held(): readonly string[];
  /** Fingerprint of the key that is to become the active one; the active one where nothing is to change. */
  wanted(): string | null;
  /** Looks anew at where keys come from, and at the database for which is active. */
  refresh(tx: StorageTx): Promise<void>;
  /** Makes the next key; it wraps nothing yet. Throws API_CONFLICT where one waits already. */
  generate(): Promise<GeneratedKey>;
  /**
   * Wraps everything that a master key wraps with the wanted one, and makes it the active one, or gives what is left
   * under older keys to the active one: all in this transaction. Null where all is so already. Throws STORAGE_READ_ERROR where a
   * key is not held, or something can't be opened.
   */
  rewrapAll(tx: StorageTx, target: "wanted" | "active"): Promise<Rewrapping | null>;
  /** Gives files their lasting names, after the transaction. Can be done again. */
  settle(tx: StorageTx): Promise<void>;
  /** Takes a key away, and returns the places that only the operator can clear. */
  remove(fingerprint: string, fate: KeyFate): Promise<readonly string[]>;
}
