import type {
  BrokerSessionRecord,
  CachedReplyRecord,
  ConnectionRecord,
  CredentialRecord,
  LoginAttemptRecord,
  LoginGuardRecord,
  SessionAttemptRecord,
} from "@/server/storage/records";

type Changes<Row> = Partial<Omit<Row, "id" | "ownerId" | "createdAt" | "version">>;

export interface ConnectionStore {
  create(connection: ConnectionRecord): Promise<void>;
  /** The row if it exists and belongs to the owner: another person's row reads as absent. */
  ofOwner(ownerId: string, id: string): Promise<ConnectionRecord | null>;
  /** For background work only, which has no owner. */
  byId(id: string): Promise<ConnectionRecord | null>;
  listOf(ownerId: string): Promise<ConnectionRecord[]>;
  /** Writes only if the row still has `version`, and makes it `version + 1`: false for everyone but the first. */
  update(id: string, version: number, changes: Changes<ConnectionRecord>): Promise<boolean>;
  remove(id: string): Promise<boolean>;
  /** Those that were connected, or lost their session, when the install stopped; for the keeper's start. */
  toRestore(): Promise<ConnectionRecord[]>;
  /** Connections in `error` or `expired` whose next attempt is due, oldest first. */
  attemptsDue(now: Date, limit: number): Promise<ConnectionRecord[]>;
  /** Those that bear a time after now, though it was the present: the clock went back since. */
  writtenAhead(now: Date): Promise<ConnectionRecord[]>;
  /** Those of all people whose session is kept alive. */
  countConnected(): Promise<number>;
  /** The earliest `nextAttemptAt` of these. */
  nextAttemptDue(): Promise<Date | null>;
  /** Current version of the owner's connections, for live views. */
  versionsOf(ownerId: string): Promise<ReadonlyMap<string, number>>;
}

export interface BrokerSessionStore {
  create(session: BrokerSessionRecord): Promise<void>;
  byConnection(connectionId: string): Promise<BrokerSessionRecord | null>;
  byId(id: string): Promise<BrokerSessionRecord | null>;
  listOf(ownerId: string): Promise<BrokerSessionRecord[]>;
  /** Sessions that have something due, longest overdue first. */
  keepDue(now: Date, limit: number): Promise<BrokerSessionRecord[]>;
  /** The earliest `keepAt` of all. */
  nextKeepDue(): Promise<Date | null>;
  /** Moves `keepAt` on if it still is what was read: true for exactly one process. */
  claimKeep(id: string, seenKeepAt: Date, nextKeepAt: Date): Promise<boolean>;
  /** Live sessions of a person. */
  countLive(ownerId: string): Promise<number>;
  /** Takes the lease if it is free, lapsed at `now`, or this token's already (which prolongs it). */
  takeLease(id: string, leaseToken: string, now: Date, until: Date): Promise<boolean>;
  /** Prolongs the lease that this token has: never one that was freed or taken meanwhile. */
  prolongLease(id: string, leaseToken: string, until: Date): Promise<boolean>;
  /** No lease ends later than this; how many did. */
  shortenLeases(longest: Date): Promise<number>;
  /** Those that were written after now, by themselves or their connection, are due; how many. */
  wakeWrittenAhead(now: Date): Promise<number>;
  releaseLease(id: string, leaseToken: string): Promise<void>;
  /**
   * Marks that a refresh token is about to be sent, or with null that it was not; only the holder of the lease can.
   * `keepAt` is when the keeper is to look for a marker that was left.
   */
  markExchange(id: string, leaseToken: string, at: Date | null, keepAt?: Date): Promise<boolean>;
  /**
   * Writes new tokens only if the version has not moved and nobody is ending the session, which is active then; frees
   * the lease, whoever has it.
   */
  commitExchange(
    id: string,
    credentialVersion: number,
    next: Pick<
      BrokerSessionRecord,
      "ciphertext" | "expiresAt" | "hardExpiresAt" | "lastActivityAt" | "issuedAt" | "refreshable" | "keepAt"
    >,
  ): Promise<boolean>;
  /** Notes that the connection's session was in use: the session's id, or null where there is none. */
  noteActivity(connectionId: string, at: Date): Promise<string | null>;
  update(
    id: string,
    changes: Partial<
      Pick<BrokerSessionRecord, "status" | "lastActivityAt" | "refreshable" | "keepAt" | "deadlineNoticed">
    >,
  ): Promise<void>;
  removeByConnection(connectionId: string): Promise<boolean>;
  /** Those that are past saving, of connections that are not connected; how many. */
  removeEnded(): Promise<number>;
}

export interface SessionAttemptStore {
  create(attempt: SessionAttemptRecord): Promise<void>;
  has(id: string): Promise<boolean>;
  /** Newest first. */
  recentOf(connectionId: string, limit: number): Promise<SessionAttemptRecord[]>;
  removeOlderThan(time: Date): Promise<number>;
}

export interface LoginAttemptStore {
  create(attempt: LoginAttemptRecord): Promise<void>;
  byId(id: string): Promise<LoginAttemptRecord | null>;
  /** The one attempt of the connection with outcome `open`. */
  openOf(connectionId: string): Promise<LoginAttemptRecord | null>;
  /** Newest first. */
  recentOf(connectionId: string, limit: number): Promise<LoginAttemptRecord[]>;
  /** Ended ones that began before the time. */
  removeOlderThan(time: Date): Promise<number>;
  /** Open attempts in all connections, for the driver. */
  open(): Promise<LoginAttemptRecord[]>;
  /** Takes the lease if it is free, lapsed at `now`, or this token's already (which prolongs it). */
  takeLease(id: string, leaseToken: string, now: Date, until: Date): Promise<boolean>;
  /** No lease of an open one ends later than this; how many did. */
  shortenLeases(longest: Date): Promise<number>;
  releaseLease(id: string, leaseToken: string): Promise<void>;
  /** Writes only if open and still at `version`; makes it `version + 1`. */
  update(id: string, version: number, changes: Changes<LoginAttemptRecord>): Promise<boolean>;
}

export interface LoginGuardStore {
  /**
   * The row as it is now, made if there was none, and held until the transaction ends: a second login of the same
   * name waits here and then sees the first.
   */
  hold(key: string, now: Date): Promise<LoginGuardRecord>;
  get(key: string): Promise<LoginGuardRecord | null>;
  put(record: LoginGuardRecord): Promise<void>;
  remove(key: string): Promise<void>;
  /** Those whose pause is over and that were last written before the time. */
  removeOlderThan(time: Date): Promise<number>;
}

export interface CredentialStore {
  /** Inserts or replaces by connection and name. */
  put(credential: CredentialRecord): Promise<void>;
  get(connectionId: string, name: string): Promise<CredentialRecord | null>;
  listOf(connectionId: string): Promise<CredentialRecord[]>;
  /** By id, from after one id on: those that are kept in one place, or anywhere but in one. */
  page(options: CredentialPage): Promise<CredentialRecord[]>;
  /** How many values are kept where; device identities are none of them. */
  countByBackend(): Promise<Partial<Record<CredentialRecord["backend"], number>>>;
  /** Says where a value is from now on, and under which new id; false where the row is not as it was read. */
  switchBackend(
    seen: Pick<CredentialRecord, "id" | "backend">,
    now: Pick<CredentialRecord, "id" | "backend" | "ciphertext" | "updatedAt">,
  ): Promise<boolean>;
  remove(connectionId: string, names: readonly string[]): Promise<number>;
}

export interface CredentialPage {
  readonly in?: CredentialRecord["backend"];
  readonly notIn?: CredentialRecord["backend"];
  readonly connectionId?: string | undefined;
  /** Names that are left out. */
  readonly without?: readonly string[];
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface CachedReplyStore {
  put(reply: CachedReplyRecord): Promise<void>;
  get(connectionId: string, kind: string): Promise<CachedReplyRecord | null>;
  removeOf(connectionId: string): Promise<void>;
  /** Removes those that were fetched before; how many. */
  removeOlderThan(before: Date): Promise<number>;
}
