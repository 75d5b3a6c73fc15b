import type { StorageTx } from "@/server/storage/storage";
import type { BackendName } from "@/shared/schemas/credential-storage";
import type { Secret } from "@/shared/secret";

/** Which value of which connection. Every value that is put has an id of its own: a new one never replaces an old one. */
export interface CredentialRef {
  /** Id of the credential's row. */
  readonly id: string;
  readonly ownerId: string;
  readonly connectionId: string;
  /** Field name of the broker's form. */
  readonly name: string;
}

export interface BackendHealth {
  readonly isUp: boolean;
  /** What is wrong and what to do about it; null where nothing is. */
  readonly reason: string | null;
}

/**
 * A place where credentials are kept. Everything may throw AppError STORAGE_BACKEND_UNAVAILABLE, with reason and
 * remedy: nothing was lost then. Those outside the database are never called within a transaction.
 */
export interface CredentialBackend {
  readonly name: BackendName;
  readonly canWrite: boolean;
  /** True where values are not in the database: they are put before a row names them, and removed after. */
  readonly isOutside: boolean;
  /** Asks whether it could be used now, without writing. Never throws. */
  check(): Promise<BackendHealth>;
  /** The value, or null where there is none; `kept` is what {@link CredentialBackend.put} gave for the row. */
  get(tx: StorageTx, ref: CredentialRef, kept: string | null): Promise<Secret | null>;
  /** Puts a value, and gives what its row has to keep: a ciphertext, or null. Throws STORAGE_BACKEND_READ_ONLY. */
  put(tx: StorageTx, ref: CredentialRef, secret: Secret): Promise<string | null>;
  /** Removes a value for good; one that is not there is fine. */
  remove(ref: CredentialRef): Promise<void>;
  /** All values outside the database that this install put there. */
  list(): Promise<CredentialRef[]>;
}

export interface CredentialBackends {
  /** The one that `SECURE_STORAGE` names. */
  current(): CredentialBackend;
  byName(name: BackendName): CredentialBackend;
  all(): readonly CredentialBackend[];
}
