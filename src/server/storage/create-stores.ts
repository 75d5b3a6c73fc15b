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
import { createSessionAttemptStore } from "@/server/storage/stores/session-attempt-store";
import { createSessionLeaseStore } from "@/server/storage/stores/session-lease-store";
import { createSystemSettingStore } from "@/server/storage/stores/system-setting-store";
import { createThrottleStore } from "@/server/storage/stores/throttle-store";
import { createTokenWindowStore } from "@/server/storage/stores/token-window-store";
import { createUserStore } from "@/server/storage/stores/user-store";

/** All stores on one client: the whole one, or the one of a transaction. `toError` maps what the database throws. */
export function createStores(db: DatabaseClient, toError: (error: unknown) => Error): StorageTx {
  return {
    install: withErrors(createInstallStore(db), toError),
    users: withErrors(createUserStore(db), toError),
    appSessions: withErrors(createAppSessionStore(db), toError),
    invitations: withErrors(createInvitationStore(db), toError),
    throttles: withErrors(createThrottleStore(db), toError),
    dataKeys: withErrors(createDataKeyStore(db), toError),
    connections: withErrors(createConnectionStore(db), toError),
    brokerSessions: withErrors(createBrokerSessionStore(db), toError),
    loginAttempts: withErrors(createLoginAttemptStore(db), toError),
    loginGuards: withErrors(createLoginGuardStore(db), toError),
    credentials: withErrors(createCredentialStore(db), toError),
    cachedReplies: withErrors(createCachedReplyStore(db), toError),
    historyChunks: withErrors(createHistoryChunkStore(db), toError),
    rollDecisions: withErrors(createRollDecisionStore(db), toError),
    attentionDismissals: withErrors(createAttentionDismissalStore(db), toError),
    preferences: withErrors(createPreferenceStore(db), toError),
    calendarFeeds: withErrors(createCalendarFeedStore(db), toError),
    apiTokens: withErrors(createApiTokenStore(db), toError),
    tokenWindows: withErrors(createTokenWindowStore(db), toError),
    botFreezes: withErrors(createBotFreezeStore(db), toError),
    idempotencyKeys: withErrors(createIdempotencyStore(db), toError),
    sessionLeases: withErrors(createSessionLeaseStore(db), toError),
    sessionAttempts: withErrors(createSessionAttemptStore(db), toError),
    requestWindows: withErrors(createRequestWindowStore(db), toError),
    breakers: withErrors(createBreakerStore(db), toError),
    flightRecords: withErrors(createFlightRecordStore(db), toError),
    notices: withErrors(createNoticeStore(db), toError),
    noticeChannels: withErrors(createNoticeChannelStore(db), toError),
    noticeDeliveries: withErrors(createNoticeDeliveryStore(db), toError),
    audit: withErrors(createAuditStore(db), toError),
    systemSettings: withErrors(createSystemSettingStore(db), toError),
    processRuns: withErrors(createProcessRunStore(db), toError),
    masterKeys: withErrors(createMasterKeyStore(db), toError),
    installSecrets: withErrors(createInstallSecretStore(db), toError),
    keyRotations: withErrors(createKeyRotationStore(db), toError),
    metrics: withErrors(createMetricStore(db), toError),
  };
}

/** The same store with every method's error mapped, so that no store has to think of it. */
function withErrors<Store extends object>(store: Store, toError: (error: unknown) => Error): Store {
  return new Proxy(store, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return async (...parameters: unknown[]) => {
        try {
          return await Reflect.apply(method, target, parameters);
        } catch (error) {
          throw toError(error);
        }
      };
    },
  });
}
