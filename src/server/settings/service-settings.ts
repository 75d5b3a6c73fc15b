import type { ServiceSettings } from "@/server/services/service-context";
import type { SettingValues } from "@/shared/settings/settings";

const HOUR_SECONDS = 3600;

/** What services read of the settings. */
export function serviceSettingsOf(values: SettingValues, publicUrl: string): ServiceSettings {
  return {
    brokerSessionSeconds: values.SESSION_TIMEOUT,
    dataCacheSeconds: 60,
    appSessionIdleSeconds: 12 * HOUR_SECONDS,
    appSessionMaxSeconds: 7 * 24 * HOUR_SECONDS,
    invitationSeconds: 72 * HOUR_SECONDS,
    apiTimeoutSeconds: values.API_TIMEOUT,
    retry: {
      count: values.API_RETRY_COUNT,
      delayMs: values.API_RETRY_DELAY * 1000,
      backoff: values.API_RETRY_BACKOFF,
    },
    requestsPerMinute: values.RATE_LIMIT_REQUESTS ?? null,
    breaker: { failures: 5, openSeconds: 30 },
    refreshThresholdSeconds: values.SESSION_REFRESH_THRESHOLD,
    maxSessions: values.MAX_SESSIONS,
    cleanupIntervalSeconds: values.SESSION_CLEANUP_INTERVAL,
    autoConnect: values.AUTO_CONNECT,
    autoReconnect: values.AUTO_RECONNECT,
    keepsSessions: values.SESSION_CACHE_ENABLED,
    requiresMfa: values.ENABLE_MFA,
    auditsCalls: values.AUDIT_TRAIL,
    secureStorage: values.SECURE_STORAGE,
    passwords: { minLength: values.MIN_PASSWORD_LENGTH, complexity: values.PASSWORD_COMPLEXITY },
    deadlineLeadSeconds: [24 * HOUR_SECONDS, HOUR_SECONDS],
    publicUrl,
  };
}
