import type {
  InstallSecretRecord,
  KeyRotationRecord,
  MasterKeyRecord,
  MetricSampleRecord,
  ProcessRunRecord,
  SealedTable,
  SealedTextRecord,
  SettingChangeRecord,
  SystemSettingRecord,
} from "@/server/storage/operation-records";

export interface SystemSettingStore {
  list(): Promise<SystemSettingRecord[]>;
  put(setting: SystemSettingRecord): Promise<void>;
  remove(name: string): Promise<void>;
  /** Grows by one with each call: whoever holds a smaller number reads the settings again. */
  nextVersion(): Promise<number>;
  version(): Promise<number>;
  addChange(change: Omit<SettingChangeRecord, "seq">): Promise<void>;
  /** Newest first. */
  changes(options: { readonly name?: string; readonly limit: number }): Promise<SettingChangeRecord[]>;
  change(id: string): Promise<SettingChangeRecord | null>;
}

export interface ProcessRunStore {
  /** Inserts, or tells that it is still there. */
  put(run: ProcessRunRecord): Promise<void>;
  /** Not ended, and seen since. */
  liveSince(seenAfter: Date): Promise<ProcessRunRecord[]>;
  end(id: string, at: Date): Promise<void>;
  removeSeenBefore(time: Date): Promise<number>;
}

export interface MasterKeyStore {
  byFingerprint(fingerprint: string): Promise<MasterKeyRecord | null>;
  /** Newest first. */
  list(): Promise<MasterKeyRecord[]>;
  put(key: MasterKeyRecord): Promise<void>;
}

export interface InstallSecretStore {
  get(name: string): Promise<InstallSecretRecord | null>;
  list(): Promise<InstallSecretRecord[]>;
  /** False where another process made it first. */
  create(secret: InstallSecretRecord): Promise<boolean>;
  /** Replaces the wrapping, where it still is under the key that was read. */
  rewrap(name: string, from: string, wrappedKey: string, masterKeyFingerprint: string): Promise<boolean>;
}

export interface KeyRotationStore {
  create(rotation: KeyRotationRecord): Promise<void>;
  running(): Promise<KeyRotationRecord | null>;
  /** Newest first. */
  latest(limit: number): Promise<KeyRotationRecord[]>;
  /** Takes the lease where nobody holds it; null where somebody does. */
  takeLease(id: string, token: string, now: Date, until: Date): Promise<KeyRotationRecord | null>;
  /** Writes progress for the holder of the lease; false where it was lost. */
  progress(
    id: string,
    token: string,
    changes: Partial<Omit<KeyRotationRecord, "id" | "startedAt">>,
  ): Promise<boolean>;
}

/** Every encrypted text of the database, whatever it is of. */
export interface SealedTextStore {
  /** Those of the table's next `limit` rows after a position, in the order of the positions; "" begins. */
  after(table: SealedTable, position: string, limit: number): Promise<SealedTextRecord[]>;
  /** Puts another text in the place of the one that was read; false where it is another by now. */
  replace(text: SealedTextRecord, ciphertext: string): Promise<boolean>;
  /** How many texts name each data key. */
  countByKey(): Promise<Map<string, number>>;
}

export interface MetricStore {
  /** Replaces what the same process wrote for the same minute before. */
  putAll(samples: readonly MetricSampleRecord[]): Promise<void>;
  /** From `from` (inclusive) to `until` (exclusive), oldest first. */
  between(from: Date, until: Date, names?: readonly string[]): Promise<MetricSampleRecord[]>;
  removeBefore(time: Date): Promise<number>;
  /** From `from` (inclusive) to `until` (exclusive). */
  removeBetween(from: Date, until: Date): Promise<number>;
  /** The oldest minute before the time that a process other than these wrote; null where there is none. */
  oldestOfOthers(before: Date, processIds: readonly string[]): Promise<Date | null>;
}
