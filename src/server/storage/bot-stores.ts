import type {
  ApiTokenRecord,
  BotFreezeRecord,
  IdempotencyRecord,
  SessionLeaseRecord,
  TokenUses,
} from "@/server/storage/bot-records";
import type { UserRecord } from "@/server/storage/records";

export interface ApiTokenStore {
  create(token: ApiTokenRecord): Promise<void>;
  /** The token with its owner in one read: this runs at every call of a program. */
  withOwner(id: string): Promise<{ token: ApiTokenRecord; owner: UserRecord } | null>;
  ofOwner(ownerId: string, id: string): Promise<ApiTokenRecord | null>;
  /** Newest first, ended ones included. */
  listOf(ownerId: string): Promise<ApiTokenRecord[]>;
  /** Neither revoked nor past their end. */
  countLive(ownerId: string, now: Date): Promise<number>;
  /** True when it was not revoked until now. */
  revoke(id: string, at: Date): Promise<boolean>;
  /** Brings the end of a token forward, never back; true when it moved. */
  endEarlier(id: string, expiresAt: Date): Promise<boolean>;
  /** Adds to the counters; the time of the last use only moves on. */
  addUses(uses: readonly TokenUses[]): Promise<void>;
  /** Drops tokens that ended before the time. */
  removeEndedBefore(time: Date): Promise<number>;
}

export interface TokenWindowStore {
  /**
   * Takes up to `wanted` places of the token's window that begins at `startsAt` and holds `limit`: how many were got,
   * and how many are left for all. A newer window replaces an older one, and one that lies ahead of the clock.
   */
  take(
    tokenId: string,
    startsAt: Date,
    limit: number,
    wanted: number,
  ): Promise<{ places: number; left: number }>;
  removeOlderThan(time: Date): Promise<number>;
}

export interface BotFreezeStore {
  /** Those of the install and of the person that are on. */
  get(ownerIds: readonly string[]): Promise<BotFreezeRecord[]>;
  /** True when it was not on until now. */
  put(freeze: BotFreezeRecord): Promise<boolean>;
  /** True when it was on until now. */
  remove(ownerId: string): Promise<boolean>;
}

export interface IdempotencyStore {
  /** False when the key is taken: {@link get} tells by what. */
  add(record: IdempotencyRecord): Promise<boolean>;
  get(tokenId: string, key: string): Promise<IdempotencyRecord | null>;
  answer(tokenId: string, key: string, answer: string): Promise<void>;
  /** Frees a key whose write did not take place. */
  remove(tokenId: string, key: string): Promise<void>;
  removeOlderThan(time: Date): Promise<number>;
}

export interface SessionLeaseStore {
  create(lease: SessionLeaseRecord): Promise<void>;
  ofOwner(ownerId: string, id: string): Promise<SessionLeaseRecord | null>;
  /** Not ended and not past their end, newest first. */
  liveOf(connectionId: string, now: Date): Promise<SessionLeaseRecord[]>;
  /** True when it was not ended until now. */
  end(id: string, at: Date): Promise<boolean>;
  removeOlderThan(time: Date): Promise<number>;
}
