/** What can be wrong with Vault, told by status and reply, never by words in a message. */
export type VaultFailure =
  | "sealed"
  | "denied"
  | "missing"
  | "conflict"
  | "unreachable"
  | "tls"
  | "unexpected";

/** One version of a secret of the key-value store. */
export interface VaultSecret {
  readonly data: Readonly<Record<string, string>>;
  /** Counts from 1. */
  readonly version: number;
}

/** Key-value store, version 2. Paths are lists of segments below the mount. All may throw VaultError. */
export interface VaultKeyValues {
  /** Null where nothing is, or its newest version was deleted. */
  read(path: readonly string[]): Promise<VaultSecret | null>;
  /**
   * Writes a new version and gives its number. With `expected` it is written only on top of that version (0: where
   * nothing is yet), and fails as `conflict` otherwise.
   */
  write(path: readonly string[], data: Readonly<Record<string, string>>, expected?: number): Promise<number>;
  /** Removes all versions for good; nothing there is fine. */
  remove(path: readonly string[]): Promise<void>;
  /** Names directly below; a folder ends with a slash. Empty where nothing is. */
  list(path: readonly string[]): Promise<string[]>;
}

/** What is told of the server without signing in. */
export interface VaultHealth {
  readonly initialized: boolean;
  readonly sealed: boolean;
  readonly standby: boolean;
  readonly version: string;
}

/** What is told of our own token. */
export interface VaultTokenInfo {
  /** Null for a token that does not end. */
  readonly expiresAt: Date | null;
  readonly renewable: boolean;
}

export interface VaultTransitKey {
  readonly type: string;
  readonly latestVersion: number;
  /** Versions below can't be decrypted any more. */
  readonly minDecryptionVersion: number;
}

/** The transit engine: keys that encrypt at the server. All may throw VaultError. */
export interface VaultTransit {
  /** `vault:v<version>:…` under the newest version. A key that is not there fails as `missing`. */
  encrypt(key: string, bytes: Uint8Array): Promise<string>;
  /** The caller zeroes the bytes. */
  decrypt(key: string, text: string): Promise<Buffer>;
  rewrap(key: string, text: string): Promise<string>;
  /** Null where there is none. */
  key(key: string): Promise<VaultTransitKey | null>;
  /** Makes an AES-256-GCM key; one that is there already stays as it is. */
  createKey(key: string): Promise<void>;
}

export interface VaultClient {
  readonly address: string;
  readonly keyValues: VaultKeyValues;
  readonly transit: VaultTransit;
  /** Fails as `unreachable` or `tls` only. */
  health(): Promise<VaultHealth>;
  /** Signs in where that is not done yet. */
  token(): Promise<VaultTokenInfo>;
  /** Renews the token ahead of its end, for as long as the process runs. */
  startRenewing(): void;
  /** Ends renewal and all connections. The token itself is the server's to end. */
  close(): Promise<void>;
}
