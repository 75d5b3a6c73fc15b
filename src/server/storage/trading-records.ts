/** A month of a connection's past of one kind, encrypted. `version` guards against lost updates. */
export interface HistoryChunkRecord {
  readonly id: string;
  readonly connectionId: string;
  readonly ownerId: string;
  readonly kind: HistoryKind;
  /** Such as `2026-03`. */
  readonly period: string;
  readonly ciphertext: string;
  readonly version: number;
  readonly updatedAt: Date;
}

export type HistoryKind = "activity" | "daily_values";

export interface RollDecisionRecord {
  readonly connectionId: string;
  readonly rollId: string;
  readonly joined: boolean;
  readonly decidedAt: Date;
}

export interface AttentionDismissalRecord {
  readonly ownerId: string;
  readonly key: string;
  readonly stance: string;
  readonly dismissedAt: Date;
}

export interface CalendarFeedRecord {
  readonly ownerId: string;
  readonly tokenHash: string;
  readonly createdAt: Date;
  readonly lastReadAt: Date | null;
}
