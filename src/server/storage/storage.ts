import type {
  AppSessionRecord,
  BreakerRecord,
  BrokerSessionRecord,
  CachedReplyRecord,
  ConnectionRecord,
  CredentialRecord,
  DataKeyRecord,
  FlightRecord,
  InstallRecord,
  InvitationRecord,
  LoginAttemptRecord,
  LoginGuardRecord,
  NoticeChannelRecord,
  NoticeDeliveryRecord,
  NoticeDeliveryStatus,
  NoticeRecord,
  RequestWindowRecord,
  SessionAttemptRecord,
  ThrottleRecord,
  UserRecord,
} from "@/server/storage/records";
import type {
  AttentionDismissalStore,
  CalendarFeedStore,
  HistoryChunkStore,
  PreferenceStore,
  RollDecisionStore,
} from "@/server/storage/trading-stores";
import type { AuditEventView, AuditPage, AuditQuery } from "@/shared/schemas/audit";
import type { FlightRecordKind } from "@/shared/schemas/flight-record";
import type { NoticeKind } from "@/shared/schemas/notice";

type Changes<Row> = Partial<Omit<Row, "id" | "ownerId" | "createdAt" | "version">>;

export interface InstallStore {
  /** The single row; made on first use. */
  get(): Promise<InstallRecord>;
  setSetupCodeHash(hash: string): Promise<void>;
  setKeyCanary(canary: string, masterKeyFingerprint: string): Promise<void>;
  /** Marks setup as done, only if it was open and the code matches: true for exactly one caller. */
  completeSetup(codeHash: string, completedAt: Date): Promise<boolean>;
}

export interface UserStore {
  /** Throws API_CONFLICT when the e-mail is taken. */
  create(user: UserRecord): Promise<void>;
  byId(id: string): Promise<UserRecord | null>;
  byEmail(email: string): Promise<UserRecord | null>;
  list(): Promise<UserRecord[]>;
  update(id: string, changes: Partial<Omit<UserRecord, "id" | "createdAt">>): Promise<void>;
  /** People who are not disabled and hold the admin role. */
  countActiveAdmins(): Promise<number>;
}

export interface AppSessionStore {
  create(session: AppSessionRecord): Promise<void>;
  byId(id: string): Promise<AppSessionRecord | null>;
  /** The session with its person in one read: this runs at every request. */
  withUser(id: string): Promise<{ session: AppSessionRecord; user: UserRecord } | null>;
  touch(id: string, lastSeenAt: Date): Promise<void>;
  /** True when it was live until now. */
  revoke(id: string, at: Date, reason: string): Promise<boolean>;
  /** Ends all live sessions of a person, but `exceptId`; how many there were. */
  revokeAllOf(userId: string, at: Date, reason: string, exceptId?: string): Promise<number>;
  /** Not revoked and not past their end, newest first. */
  liveOf(userId: string, now: Date): Promise<AppSessionRecord[]>;
  /** The latest `lastSeenAt` of each person, by user id. */
  lastSeenByUser(): Promise<ReadonlyMap<string, Date>>;
}

export interface InvitationStore {
  create(invitation: InvitationRecord): Promise<void>;
  byTokenHash(tokenHash: string): Promise<InvitationRecord | null>;
  byId(id: string): Promise<InvitationRecord | null>;
  /** Neither accepted, withdrawn nor expired; newest first. */
  open(now: Date): Promise<InvitationRecord[]>;
  /** Spends the invitation, only if it is open: true for exactly one caller. */
  accept(id: string, at: Date): Promise<boolean>;
  revoke(id: string, at: Date): Promise<boolean>;
}

export interface ThrottleStore {
  get(keys: readonly string[]): Promise<ThrottleRecord[]>;
  put(record: ThrottleRecord): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  /** Drops counters whose window began before the time and that block nobody any more. */
  removeOlderThan(time: Date): Promise<void>;
}

export interface DataKeyStore {
  byId(id: string): Promise<DataKeyRecord | null>;
  byOwner(ownerId: string): Promise<DataKeyRecord | null>;
  /** Throws API_CONFLICT when the owner has a key already. */
  create(key: DataKeyRecord): Promise<void>;
}

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

export interface RequestWindowStore {
  /** The row as it is now, made if there was none, and held until the transaction ends. */
  hold(connectionId: string, now: Date): Promise<RequestWindowRecord>;
  get(connectionId: string): Promise<RequestWindowRecord | null>;
  /** Puts `next` in the place of `seen`; false, and nothing is written, if the row is another by now. */
  replace(seen: RequestWindowRecord, next: RequestWindowRecord): Promise<boolean>;
  put(record: RequestWindowRecord): Promise<void>;
  removeOlderThan(time: Date): Promise<number>;
}

export interface BreakerStore {
  get(key: string): Promise<BreakerRecord | null>;
  list(): Promise<BreakerRecord[]>;
  /** The row as it is now, made closed if there was none, and held until the transaction ends. */
  hold(key: string, now: Date): Promise<BreakerRecord>;
  put(record: BreakerRecord): Promise<void>;
}

export interface FlightRecordStore {
  /** In this order, all or none. */
  append(...records: readonly Omit<FlightRecord, "seq">[]): Promise<void>;
  /** Newest first, only those before `beforeSeq` and of these kinds when they are given. */
  pageOf(
    connectionId: string,
    limit: number,
    beforeSeq: number | null,
    kinds?: readonly FlightRecordKind[],
  ): Promise<FlightRecord[]>;
  removeOf(connectionId: string): Promise<void>;
  /** Leaves each connection its newest `kept` lines; how many were removed. */
  trimEach(kept: number): Promise<number>;
  removeOlderThan(time: Date): Promise<number>;
}

export interface NoticeStore {
  /** Writes the notice unless one with its dedupe key exists: its `seq`, or null for a repeat. */
  create(notice: Omit<NoticeRecord, "seq">): Promise<number | null>;
  ofOwner(ownerId: string, id: string): Promise<NoticeRecord | null>;
  byId(id: string): Promise<NoticeRecord | null>;
  /** Newest first, only those before `beforeSeq` when it is given. */
  listOf(ownerId: string, limit: number, beforeSeq: number | null): Promise<NoticeRecord[]>;
  countUnread(ownerId: string): Promise<number>;
  /** Notices about a connection that ask for something and are not mended yet. */
  openOf(connectionId: string): Promise<NoticeRecord[]>;
  /** Marks as read all up to `seq`; how many there were. */
  markRead(ownerId: string, uptoSeq: number, at: Date): Promise<number>;
  /** When notices of a kind were raised about a connection since the time; newest first. */
  raisedSince(connectionId: string, kind: NoticeKind, since: Date, limit: number): Promise<Date[]>;
  resolve(connectionId: string, at: Date): Promise<number>;
  removeOlderThan(time: Date): Promise<number>;
}

export interface NoticeChannelStore {
  create(channel: NoticeChannelRecord): Promise<void>;
  ofOwner(ownerId: string, id: string): Promise<NoticeChannelRecord | null>;
  byId(id: string): Promise<NoticeChannelRecord | null>;
  listOf(ownerId: string): Promise<NoticeChannelRecord[]>;
  update(
    id: string,
    changes: Partial<Omit<NoticeChannelRecord, "id" | "ownerId" | "kind" | "createdAt">>,
  ): Promise<void>;
  remove(id: string): Promise<boolean>;
}

export interface NoticeDeliveryStore {
  create(delivery: NoticeDeliveryRecord): Promise<void>;
  byId(id: string): Promise<NoticeDeliveryRecord | null>;
  /** Pending, due, not leased, and the first of their line; oldest notice first. */
  due(now: Date, limit: number): Promise<NoticeDeliveryRecord[]>;
  /** The earliest time at which a pending delivery may be due. */
  nextDue(): Promise<Date | null>;
  /** Takes the lease of a delivery that still is as `due` gave it: true for exactly one process. */
  takeLease(seen: NoticeDeliveryRecord, leaseToken: string, until: Date): Promise<boolean>;
  /** Notes, for the holder of the lease only, that a try begins, and when the next comes if it never ends. */
  countTry(
    id: string,
    leaseToken: string,
    counted: Pick<NoticeDeliveryRecord, "attempts" | "nextAttemptAt">,
  ): Promise<boolean>;
  /** Writes only for the holder of the lease, and frees it. */
  settle(
    id: string,
    leaseToken: string,
    changes: Pick<NoticeDeliveryRecord, "status" | "attempts" | "nextAttemptAt" | "errorCode" | "endedAt">,
  ): Promise<boolean>;
  countOf(channelId: string): Promise<{ pending: number; dead: number }>;
  /** What went before in the line, newest first. */
  earlierInLine(
    lineKey: string,
    noticeSeq: number,
    limit: number,
  ): Promise<{ status: NoticeDeliveryStatus; attempts: number; kind: NoticeKind }[]>;
  /** Deadlines that wait in the line to be told: by then the person must have acted. */
  waitingDeadlines(lineKey: string): Promise<Date[]>;
  /** What waits for a channel is looked at now; how many. */
  wakeChannel(channelId: string, now: Date): Promise<number>;
  /** What waits in a line and was never tried is looked at now; how many. */
  wakeLine(lineKey: string, now: Date): Promise<number>;
  /** No lease of a pending one ends later than this; how many did. */
  shortenLeases(longest: Date): Promise<number>;
  /** Pending ones that were made after now are looked at now; how many. */
  wakeWrittenAhead(now: Date): Promise<number>;
  /** The dead ones of a channel become pending again; how many. */
  revive(channelId: string, now: Date): Promise<number>;
  removeEndedOlderThan(time: Date): Promise<number>;
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
  remove(connectionId: string, names: readonly string[]): Promise<number>;
}

export interface CachedReplyStore {
  put(reply: CachedReplyRecord): Promise<void>;
  get(connectionId: string, kind: string): Promise<CachedReplyRecord | null>;
  removeOf(connectionId: string): Promise<void>;
}

export interface AuditStore {
  append(event: Omit<AuditEventView, "seq" | "message">): Promise<void>;
  /** Newest first; the cursor pages by `seq`. Throws VALIDATION_INVALID_INPUT on a cursor that is not one of ours. */
  search(query: AuditQuery): Promise<AuditPage>;
}

/** All of it, inside one transaction or outside of any. */
export interface StorageTx {
  readonly install: InstallStore;
  readonly users: UserStore;
  readonly appSessions: AppSessionStore;
  readonly invitations: InvitationStore;
  readonly throttles: ThrottleStore;
  readonly dataKeys: DataKeyStore;
  readonly connections: ConnectionStore;
  readonly brokerSessions: BrokerSessionStore;
  readonly loginAttempts: LoginAttemptStore;
  readonly loginGuards: LoginGuardStore;
  readonly credentials: CredentialStore;
  readonly cachedReplies: CachedReplyStore;
  readonly historyChunks: HistoryChunkStore;
  readonly rollDecisions: RollDecisionStore;
  readonly attentionDismissals: AttentionDismissalStore;
  readonly preferences: PreferenceStore;
  readonly calendarFeeds: CalendarFeedStore;
  readonly sessionAttempts: SessionAttemptStore;
  readonly requestWindows: RequestWindowStore;
  readonly breakers: BreakerStore;
  readonly flightRecords: FlightRecordStore;
  readonly notices: NoticeStore;
  readonly noticeChannels: NoticeChannelStore;
  readonly noticeDeliveries: NoticeDeliveryStore;
  readonly audit: AuditStore;
}

export interface Storage extends StorageTx {
  readonly provider: "sqlite" | "postgresql";
  /**
   * Runs the work in one transaction: all of it is written or none. Keep it short, and call nothing outside the
   * database in it: on SQLite it holds the one writer's place, and it may run again after a conflict.
   */
  transaction<T>(work: (tx: StorageTx) => Promise<T>): Promise<T>;
  /** A cheap read that proves that the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
