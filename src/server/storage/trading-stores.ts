import type {
  AttentionDismissalRecord,
  CalendarFeedRecord,
  HistoryChunkRecord,
  HistoryKind,
  RollDecisionRecord,
} from "@/server/storage/trading-records";

type HistoryChunkVersion = Pick<HistoryChunkRecord, "id" | "period" | "version" | "updatedAt">;

export interface HistoryChunkStore {
  /** All months of one kind, oldest first. */
  listOf(connectionId: string, kind: HistoryKind): Promise<HistoryChunkRecord[]>;
  /** The same without what they hold: to see which of them have changed. */
  versionsOf(connectionId: string, kind: HistoryKind): Promise<HistoryChunkVersion[]>;
  get(connectionId: string, kind: HistoryKind, period: string): Promise<HistoryChunkRecord | null>;
  /** Adds a month's first chunk; false when another process was first. */
  add(chunk: HistoryChunkRecord): Promise<boolean>;
  /** Replaces what was read as `version`; false when another process has replaced it since. */
  replace(
    id: string,
    version: number,
    changes: { readonly ciphertext: string; readonly updatedAt: Date },
  ): Promise<boolean>;
}

export interface RollDecisionStore {
  put(decision: RollDecisionRecord): Promise<void>;
  /** Takes the person's word back. */
  remove(connectionId: string, rollId: string): Promise<void>;
  listOf(connectionId: string): Promise<RollDecisionRecord[]>;
}

export interface AttentionDismissalStore {
  put(dismissal: AttentionDismissalRecord): Promise<void>;
  remove(ownerId: string, key: string): Promise<void>;
  listOf(ownerId: string): Promise<AttentionDismissalRecord[]>;
}

export interface PreferenceStore {
  /** The JSON text, or null when the person has not chosen. */
  get(ownerId: string, name: string): Promise<string | null>;
  put(ownerId: string, name: string, value: string, updatedAt: Date): Promise<void>;
}

export interface CalendarFeedStore {
  ofOwner(ownerId: string): Promise<CalendarFeedRecord | null>;
  byTokenHash(tokenHash: string): Promise<CalendarFeedRecord | null>;
  /** Replaces the person's feed: the old address is dead from then on. */
  put(feed: CalendarFeedRecord): Promise<void>;
  noteRead(ownerId: string, at: Date): Promise<void>;
  remove(ownerId: string): Promise<void>;
}
