import type {
  ApiTokenStore,
  BotFreezeStore,
  IdempotencyStore,
  SessionLeaseStore,
  TokenWindowStore,
} from "@/server/storage/bot-stores";
import type { Durability } from "@/server/storage/durability";
import type { NoticeChannelStore, NoticeDeliveryStore, NoticeStore } from "@/server/storage/notice-stores";
import type {
  InstallSecretStore,
  KeyRotationStore,
  MasterKeyStore,
  MetricStore,
  ProcessRunStore,
  SealedTextStore,
  SystemSettingStore,
} from "@/server/storage/operation-stores";
import type {
  AppSessionStore,
  DataKeyStore,
  InstallStore,
  InvitationStore,
  ThrottleStore,
  UserStore,
} from "@/server/storage/people-stores";
import type {
  BrokerSessionStore,
  CachedReplyStore,
  ConnectionStore,
  CredentialStore,
  LoginAttemptStore,
  LoginGuardStore,
  SessionAttemptStore,
} from "@/server/storage/session-stores";
import type {
  AttentionDismissalStore,
  CalendarFeedStore,
  HistoryChunkStore,
  PreferenceStore,
  RollDecisionStore,
} from "@/server/storage/trading-stores";
import type { BreakerStore, FlightRecordStore, RequestWindowStore } from "@/server/storage/upstream-stores";
import type { AuditEventView, AuditPage, AuditQuery } from "@/shared/schemas/audit";

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
  readonly apiTokens: ApiTokenStore;
  readonly tokenWindows: TokenWindowStore;
  readonly botFreezes: BotFreezeStore;
  readonly idempotencyKeys: IdempotencyStore;
  readonly sessionLeases: SessionLeaseStore;
  readonly sessionAttempts: SessionAttemptStore;
  readonly requestWindows: RequestWindowStore;
  readonly breakers: BreakerStore;
  readonly flightRecords: FlightRecordStore;
  readonly notices: NoticeStore;
  readonly noticeChannels: NoticeChannelStore;
  readonly noticeDeliveries: NoticeDeliveryStore;
  readonly audit: AuditStore;
  readonly systemSettings: SystemSettingStore;
  readonly processRuns: ProcessRunStore;
  readonly masterKeys: MasterKeyStore;
  readonly installSecrets: InstallSecretStore;
  readonly keyRotations: KeyRotationStore;
  readonly sealedTexts: SealedTextStore;
  readonly metrics: MetricStore;
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
  /** Whether what was written outlives a loss of power. */
  durability(): Promise<Durability>;
  /** Name of the last migration that was applied. */
  newestMigration(): Promise<string>;
  close(): Promise<void>;
}
