import { type Environment, SETTING_NAMES } from "@/env";

/** A setting in force. */
export interface SettingRow {
  readonly name: string;
  /** Null where it is not set and has no default. Of a secret it only says that it is set. */
  readonly value: string | null;
  readonly from: "environment" | "default";
}

const HIDDEN = "set, not shown";

/** Values that may be shown. What is not listed is told as set or not set, so that a new secret stays one. */
const SHOWN: Readonly<Record<string, (environment: Environment) => string | number | boolean>> = {
  NODE_ENV: ({ nodeEnv }) => nodeEnv,
  DATA_DIR: ({ dataDir }) => dataDir,
  DATABASE_URL: ({ databaseUrl }) => withoutPassword(databaseUrl.reveal()),
  APP_MASTER_KEY_FILE: ({ masterKeyFile }) => masterKeyFile,
  HOST: ({ host }) => host,
  PORT: ({ port }) => port,
  PUBLIC_URL: ({ publicUrl }) => publicUrl,
  TRUSTED_PROXIES: ({ trustedProxies }) => trustedProxies.join(", ") || "none",
  ROBINHOOD_API_URL: ({ robinhood }) => robinhood.apiUrl,
  ROBINHOOD_IDENTI_URL: ({ robinhood }) => robinhood.identiUrl,
  ROBINHOOD_BONFIRE_URL: ({ robinhood }) => robinhood.bonfireUrl,
  SMTP_FROM: ({ mail }) => mail?.from ?? "not set",
  NOTICE_PRIVATE_HOSTS: ({ noticePrivateHosts }) => noticePrivateHosts.join(", ") || "none",
  LOG_LEVEL: ({ logLevel }) => logLevel,
  API_TIMEOUT: ({ apiTimeoutSeconds }) => apiTimeoutSeconds,
  SESSION_TIMEOUT: ({ sessionTimeoutSeconds }) => sessionTimeoutSeconds,
  API_RETRY_COUNT: ({ retry }) => retry.count,
  API_RETRY_DELAY: ({ retry }) => retry.delayMs / 1000,
  API_RETRY_BACKOFF: ({ retry }) => retry.backoff,
  RATE_LIMIT_REQUESTS: ({ requestsPerMinute }) => requestsPerMinute ?? "each broker's own",
  SESSION_REFRESH_THRESHOLD: ({ refreshThresholdSeconds }) => refreshThresholdSeconds,
  MAX_SESSIONS: ({ maxSessions }) => maxSessions,
  SESSION_CLEANUP_INTERVAL: ({ cleanupIntervalSeconds }) => cleanupIntervalSeconds,
  AUTO_CONNECT: ({ autoConnect }) => autoConnect,
  AUTO_RECONNECT: ({ autoReconnect }) => autoReconnect,
};

/** Every setting with its value and whether the environment sets it. */
export function listSettings(environment: Environment, given: ReadonlySet<string>): SettingRow[] {
  return SETTING_NAMES.map((name) => {
    const show = SHOWN[name];
    const hidden = given.has(name) ? HIDDEN : null;
    return {
      name,
      value: show === undefined ? hidden : String(show(environment)),
      from: given.has(name) ? "environment" : "default",
    };
  });
}

function withoutPassword(databaseUrl: string): string {
  if (databaseUrl.startsWith("file:")) return databaseUrl;
  const { protocol, host, pathname } = new URL(databaseUrl);
  return `${protocol}//${host}${pathname}`;
}
