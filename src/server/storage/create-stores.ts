import type { DatabaseClient } from "@/server/storage/database-client";
import type { StorageTx } from "@/server/storage/storage";
import { createApiTokenStore } from "@/server/storage/stores/api-token-store";
import { createAppSessionStore } from "@/server/storage/stores/app-session-store";
import { createAttentionDismissalStore } from "@/server/storage/stores/attention-dismissal-store";
import { createAuditStore } from "@/server/storage/stores/audit-store";
import { createBotFreezeStore } from "@/server/storage/stores/bot-freeze-store";
import { createBreakerStore } from "@/server/storage/stores/breaker-store";
import { createBrokerSessionStore } from "@/server/storage/stores/broker-session-store";
import { createCachedReplyStore } from "@/server/storage/stores/cached-reply-store";
import { createCalendarFeedStore } from "@/server/storage/stores/calendar-feed-store";
import { createConnectionStore } from "@/server/storage/stores/connection-store";
import { createCredentialStore } from "@/server/storage/stores/credential-store";
import { createDataKeyStore } from "@/server/storage/stores/data-key-store";
import { createFlightRecordStore } from "@/server/storage/stores/flight-record-store";
import { createHistoryChunkStore } from "@/server/storage/stores/history-chunk-store";
import { createIdempotencyStore } from "@/server/storage/stores/idempotency-store";
import { createInstallSecretStore } from "@/server/storage/stores/install-secret-store";
import { createInstallStore } from "@/server/storage/stores/install-store";
import { createInvitationStore } from "@/server/storage/stores/invitation-store";
import { createKeyRotationStore } from "@/server/storage/stores/key-rotation-store";
import { createLoginAttemptStore } from "@/server/storage/stores/login-attempt-store";
import { createLoginGuardStore } from "@/server/storage/stores/login-guard-store";
import { createMasterKeyStore } from "@/server/storage/stores/master-key-store";
import { createMetricStore } from "@/server/storage/stores/metric-store";
import { createNoticeChannelStore } from "@/server/storage/stores/notice-channel-store";
import { createNoticeDeliveryStore } from "@/server/storage/stores/notice-delivery-store";
import { createNoticeStore } from "@/server/storage/stores/notice-store";
import { createPreferenceStore } from "@/server/storage/stores/preference-store";
import { createProcessRunStore } from "@/server/storage/stores/process-run-store";
import { createRequestWindowStore } from "@/server/storage/stores/request-window-store";
import { createRollDecisionStore } from "@/server/storage/stores/roll-decision-store";
import { createSealedTextStore } from "@/server/storage/stores/sealed-text-store";
import { createSessionAttemptStore } from "@/server/storage/stores/session-attempt-store";
import { createSessionLeaseStore } from "@/server/storage/stores/session-lease-store";
import { createSystemSettingStore } from "@/server/storage/stores/system-setting-store";
import { createThrottleStore } from "@/server/storage/stores/throttle-store";
import { createTokenWindowStore } from "@/server/storage/stores/token-window-store";
import { createUserStore } from "@/server/storage/stores/user-store";

/** What is done around every call of a store. */
export interface StoreHooks {
  /** Maps what the database throws. */
  readonly toError: (error: unknown) => Error;
  /** Is told how long a call took, its failure included. */
  readonly onCall?: ((durationMs: number) => void) | undefined;
}

/** All stores on one client: the whole one, or the one of a transaction. */
export function createStores(db: DatabaseClient, hooks: StoreHooks): StorageTx {
  return {
    install: withErrors(createInstallStore(db), hooks),
    users: withErrors(createUserStore(db), hooks),
    appSessions: withErrors(createAppSessionStore(db), hooks),
    invitations: withErrors(createInvitationStore(db), hooks),
    throttles: withErrors(createThrottleStore(db), hooks),
    dataKeys: withErrors(createDataKeyStore(db), hooks),
    connections: withErrors(createConnectionStore(db), hooks),
    brokerSessions: withErrors(createBrokerSessionStore(db), hooks),
    loginAttempts: withErrors(createLoginAttemptStore(db), hooks),
    loginGuards: withErrors(createLoginGuardStore(db), hooks),
    credentials: withErrors(createCredentialStore(db), hooks),
    cachedReplies: withErrors(createCachedReplyStore(db), hooks),
    historyChunks: withErrors(createHistoryChunkStore(db), hooks),
    rollDecisions: withErrors(createRollDecisionStore(db), hooks),
    attentionDismissals: withErrors(createAttentionDismissalStore(db), hooks),
    preferences: withErrors(createPreferenceStore(db), hooks),
    calendarFeeds: withErrors(createCalendarFeedStore(db), hooks),
    apiTokens: withErrors(createApiTokenStore(db), hooks),
    tokenWindows: withErrors(createTokenWindowStore(db), hooks),
    botFreezes: withErrors(createBotFreezeStore(db), hooks),
    idempotencyKeys: withErrors(createIdempotencyStore(db), hooks),
    sessionLeases: withErrors(createSessionLeaseStore(db), hooks),
    sessionAttempts: withErrors(createSessionAttemptStore(db), hooks),
    requestWindows: withErrors(createRequestWindowStore(db), hooks),
    breakers: withErrors(createBreakerStore(db), hooks),
    flightRecords: withErrors(createFlightRecordStore(db), hooks),
    notices: withErrors(createNoticeStore(db), hooks),
    noticeChannels: withErrors(createNoticeChannelStore(db), hooks),
    noticeDeliveries: withErrors(createNoticeDeliveryStore(db), hooks),
    audit: withErrors(createAuditStore(db), hooks),
    systemSettings: withErrors(createSystemSettingStore(db), hooks),
    processRuns: withErrors(createProcessRunStore(db), hooks),
    masterKeys: withErrors(createMasterKeyStore(db), hooks),
    installSecrets: withErrors(createInstallSecretStore(db), hooks),
    keyRotations: withErrors(createKeyRotationStore(db), hooks),
    sealedTexts: withErrors(createSealedTextStore(db), hooks),
    metrics: withErrors(createMetricStore(db), hooks),
  };
}

/** The same store with every method's error mapped and its time taken, so that no store has to think of it. */
function withErrors<Store extends object>(store: Store, { toError, onCall }: StoreHooks): Store {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return async (...parameters: unknown[]) => {
        const startedAt = onCall === undefined ? 0 : performance.now();
        try {
          return await Reflect.apply(method, target, parameters);
        } catch (error) {
          throw toError(error);
        } finally {
          onCall?.(performance.now() - startedAt);
        }
      };
    },
  });
}
