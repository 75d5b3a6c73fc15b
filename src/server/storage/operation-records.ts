import type { ErrorCode } from "@/shared/error-codes";

/** A system setting that an admin saved, as text. */
export interface SystemSettingRecord {
  readonly name: string;
  readonly value: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

/** One change of a system setting; null is 'not saved'. */
export interface SettingChangeRecord {
  readonly seq: number;
  readonly id: string;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly at: Date;
  readonly byId: string | null;
  readonly by: string;
  /** Id of the change that this one takes back. */
  readonly undoes: string | null;
}

/** A process of the install, as it last told of itself. */
export interface ProcessRunRecord {
  readonly id: string;
  readonly kind: "web" | "cli";
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  /** Fingerprints of the master keys that it holds, the one it writes with first. */
  readonly masterKeys: readonly string[];
  /** The version of the saved settings that it runs with. */
  readonly settingsVersion: number;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly endedAt: Date | null;
}

export type MasterKeySourceKind = "variable" | "file" | "vault";

/** A master key that this install was run with; never the key. */
export interface MasterKeyRecord {
  readonly fingerprint: string;
  readonly source: MasterKeySourceKind;
  /** A known text under the key. */
  readonly canary: string;
  readonly firstUsedAt: Date;
  readonly retiredAt: Date | null;
  /** When it was confirmed that nothing needs it any more. */
  readonly removedAt: Date | null;
}

/** A key of the install that outlives a change of the master key. */
export interface InstallSecretRecord {
  readonly name: string;
  readonly wrappedKey: string;
  readonly masterKeyFingerprint: string;
  readonly createdAt: Date;
}

/** The tables that hold encrypted texts, as the texts are bound to them. */
export const SEALED_TABLES = [
  "broker_session",
  "login_attempt",
  "credential",
  "cached_reply",
  "history_chunk",
  "notice_channel",
  "idempotency_key",
] as const;
export type SealedTable = (typeof SEALED_TABLES)[number];

/** An encrypted text and the place that it is bound to. */
export interface SealedTextRecord {
  readonly table: SealedTable;
  /** Within its table: what the next ones are asked for with. */
  readonly position: string;
  readonly rowId: string;
  readonly ownerId: string;
  readonly field: string;
  readonly ciphertext: string;
}

export interface KeyRotationRecord {
  readonly id: string;
  readonly status: "running" | "done" | "failed";
  /** `<table>:<row id>` of the last row done; empty at the beginning. */
  readonly cursor: string;
  readonly done: number;
  readonly total: number;
  readonly startedAt: Date;
  readonly startedById: string | null;
  readonly startedBy: string;
  readonly endedAt: Date | null;
  readonly errorCode: ErrorCode | null;
  readonly leaseToken: string | null;
  readonly leaseUntil: Date | null;
}

/** What one process measured of one figure in one minute (UTC). */
export interface MetricSampleRecord {
  readonly minute: Date;
  readonly processId: string;
  readonly name: string;
  /** What the figure is told apart by, such as a broker; empty where there is nothing. */
  readonly label: string;
  readonly count: number;
  readonly sum: number;
  readonly max: number;
  /** How many values fell into each bucket; null for a counter or a gauge. */
  readonly buckets: readonly number[] | null;
}
