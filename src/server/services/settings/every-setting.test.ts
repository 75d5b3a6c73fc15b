import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { SETTING_NAMES, type SettingName } from "@/shared/settings/settings";

const ROOT = resolve(import.meta.dirname, "../../../..");

const SERVICES = "src/server/services";
const SETTINGS = `${SERVICES}/settings/settings.db.test.ts`;
const EFFECTS = `${SERVICES}/settings/effects.db.test.ts`;
const PREFERENCES = "e2e/preferences.spec.ts";
const PREFERENCE = "people choose how pages look, in every browser, and the system's holds for the others";
const GATE = `${SERVICES}/upstream/connection-gate.db.test.ts`;
const RESTORE = `${SERVICES}/broker-sessions/restore-sessions.db.test.ts`;
const KEEPER = `${SERVICES}/broker-sessions/keep-sessions.db.test.ts`;
const HEADLESS = "src/headless/broker-auth.db.test.ts";
const SCENARIOS = "src/headless/scenarios.db.test.ts";
const CREDENTIALS = "src/shared/settings/headless-settings.test.ts";
const COMMANDS = "src/cli/commands.db.test.ts";
const INSTALL = "src/cli/install.db.test.ts";
const PASSWORDS = `${SERVICES}/members/require-good-password.test.ts`;
const LIVE_LOG = "src/server/observability/live-log.test.ts";
const LOG_SET = "takes up LOG_ENABLED, LOG_ROTATION, LOG_MAX_SIZE and LOG_RETENTION_DAYS";
const LOG_LOOK = "takes up a change of LOG_LEVEL and LOG_FORMAT from the next line on";
const VAULT = "src/server/vault/vault-client.test.ts";
const BACKENDS = "src/server/credential-backends/credential-backends.db.test.ts";
const VAULT_PATHS =
  "Vault's paths begin with the prefix and the install, and name person, connection and field";
const INSTALL_KEYS = "src/server/install-keys.db.test.ts";
const MAIL = "src/server/notices/email-channel.test.ts";
const REGISTRY = "src/server/brokers/registry.test.ts";
const ADDRESSES = "sends each kind of call to the address that is set for it";
const WEB = "src/serve/web-server.test.ts";
const TLS = "src/serve/tls.test.ts";
const TLS_FILES = "serves with them, and takes up a change without a restart";
const AT_START = "e2e/start-settings.spec.ts";
const HOLDS = "what is only read at the start holds: address, port, folders, database and traces";
const RESERVED = "credentials of brokers that are yet to come are named, and not shown";

/** For each setting, the test that shows what it does by real parts: its file and its title. A missing row does not compile. */
const SHOWN_BY: Readonly<Record<SettingName, readonly [file: string, title: string]>> = {
  THEME: [PREFERENCES, PREFERENCE],
  SHOW_TOOLTIPS: [PREFERENCES, PREFERENCE],
  AUTO_COLLAPSE_PANELS: [PREFERENCES, PREFERENCE],
  SHOW_CONNECTION_STATUS: [PREFERENCES, PREFERENCE],
  CONNECTION_STATUS_POSITION: [PREFERENCES, PREFERENCE],
  DEFAULT_BROKER: [SETTINGS, "are the system's until a person chooses, and theirs alone then"],

  API_TIMEOUT: [
    "src/server/http/http-client.test.ts",
    "comes after the time-out of the moment, not that of when the client was made",
  ],
  API_RETRY_COUNT: [GATE, "with status %i is sent again until it is answered"],
  API_RETRY_DELAY: [GATE, "waits from try to try as API_RETRY_DELAY says (%s s)"],
  API_RETRY_BACKOFF: [GATE, "waits a random part of a delay that doubles, when the settings say exponential"],
  RATE_LIMIT_REQUESTS: [`${SERVICES}/upstream/shared-gate.db.test.ts`, "is as wide as the settings say"],
  AUTO_CONNECT: [
    RESTORE,
    "takes up nothing where AUTO_CONNECT is off, and tells of more sessions than allowed",
  ],
  AUTO_RECONNECT: [
    `${SERVICES}/connections/auto-login.db.test.ts`,
    "waits for its person where AUTO_RECONNECT is off",
  ],

  SESSION_TIMEOUT: [EFFECTS, "asks the broker for a session of that life"],
  MAX_SESSIONS: [
    `${SERVICES}/connections/session-limit.db.test.ts`,
    "lets exactly as many of ten logins at once through as there are places, and sends no other",
  ],
  SESSION_REFRESH_THRESHOLD: [
    KEEPER,
    "as far ahead as SESSION_REFRESH_THRESHOLD says (%s s), or the broker's %i s",
  ],
  SESSION_CLEANUP_INTERVAL: [
    `${SERVICES}/maintenance/clean-up.db.test.ts`,
    "returns when it is to be done again, and logs only what it removed",
  ],
  SESSION_CACHE_ENABLED: [
    EFFECTS,
    "false: the first process to start ends what an earlier run left, here and at the broker",
  ],
  SESSION_CACHE_PATH: [SCENARIOS, "answers the code by the secret, stores the session and writes the file"],
  ENCRYPT_CACHE: [HEADLESS, "is written sealed where ENCRYPT_CACHE says so, and read again"],
  SESSION_STORAGE_LOCATION: [
    COMMANDS,
    "go to the folder of the settings, with their prefix, where no file is named",
  ],
  SESSION_FILE_PREFIX: [
    COMMANDS,
    "go to the folder of the settings, with their prefix, where no file is named",
  ],

  MIN_PASSWORD_LENGTH: [PASSWORDS, "%s with %i and %s"],
  PASSWORD_COMPLEXITY: [PASSWORDS, "%s with %i and %s"],
  ENABLE_MFA: [EFFECTS, "ends a session that the broker gave for the password alone, and says what to do"],
  AUDIT_TRAIL: [EFFECTS, "notes every call to a broker without its content, in batches, for whoever acts"],
  SESSION_ENCRYPTION: [
    "src/server/secrets/envelope-cipher.db.test.ts",
    "gives back what it was given, also after a restart, and never the same text twice",
  ],

  SECURE_STORAGE: [BACKENDS, "takes nothing, and says so"],
  VAULT_ADDR: [
    BACKENDS,
    "where no Vault is set, what was put there is not lost but can't be had, with the reason",
  ],
  VAULT_TOKEN: [VAULT, "a given token is renewed ahead of its end, also while nobody asks for anything"],
  VAULT_ROLE_ID: [VAULT, "AppRole signs in, renews, and signs in again at the end of the longest life"],
  VAULT_SECRET_ID: [VAULT, "AppRole signs in, renews, and signs in again at the end of the longest life"],
  VAULT_NAMESPACE: [VAULT, "namespaces: all requests but the question for health carry it"],
  VAULT_CACERT: [VAULT, "a certificate is believed by its authority alone"],
  VAULT_KV_MOUNT: [BACKENDS, "credentials are at the mount that VAULT_KV_MOUNT names, and nowhere else"],
  VAULT_KV_PREFIX: [BACKENDS, VAULT_PATHS],
  VAULT_TRANSIT_MOUNT: [
    INSTALL_KEYS,
    "is wrapped and unwrapped at the mount that VAULT_TRANSIT_MOUNT names, and nowhere else",
  ],
  VAULT_TRANSIT_KEY: [INSTALL_KEYS, "is made at the first start, and never lies in the clear"],

  LOG_LEVEL: [LIVE_LOG, LOG_LOOK],
  LOG_ENABLED: [LIVE_LOG, LOG_SET],
  LOG_DIR: [AT_START, HOLDS],
  LOG_FORMAT: [LIVE_LOG, LOG_LOOK],
  LOG_CONSOLE: [LIVE_LOG, "writes to the console too with %o, always: %s"],
  LOG_ROTATION: [LIVE_LOG, LOG_SET],
  LOG_MAX_SIZE: [LIVE_LOG, LOG_SET],
  LOG_RETENTION_DAYS: [LIVE_LOG, LOG_SET],

  METRICS_RETENTION_DAYS: [
    `${SERVICES}/metrics/write-metrics.db.test.ts`,
    "are removed after METRICS_RETENTION_DAYS",
  ],
  METRICS_TOKEN: ["src/serve/answer-probe.test.ts", "METRICS_TOKEN opens it, and nothing else does"],
  OTEL_EXPORTER_OTLP_ENDPOINT: [AT_START, HOLDS],

  SMTP_URL: [
    MAIL,
    "on this machine gets the login, upgraded to TLS where it offers that, and plain where not",
  ],
  SMTP_FROM: [MAIL, "comes from %s where SMTP_FROM says so, to the server and to the reader"],
  NOTICE_PRIVATE_HOSTS: [
    "src/server/http/public-client.test.ts",
    "of the own network may leave the usual port out",
  ],

  ROBINHOOD_API_URL: [REGISTRY, ADDRESSES],
  ROBINHOOD_IDENTI_URL: [REGISTRY, ADDRESSES],
  ROBINHOOD_BONFIRE_URL: [REGISTRY, ADDRESSES],

  HOST: [AT_START, HOLDS],
  PORT: [AT_START, HOLDS],
  PUBLIC_URL: ["src/server/auth/next-auth.db.test.ts", "uses secure cookies of this host alone on https"],
  BASE_PATH: [
    "e2e/base-path.spec.ts",
    "an app below a path serves its pages, programs and probes there, and nothing beside it",
  ],
  TRUSTED_PROXIES: [WEB, "is believed from a trusted proxy"],
  TLS: [TLS, "serves https, tells its fingerprint, and leads plain HTTP there once it is ready"],
  TLS_CERT_FILE: [TLS, TLS_FILES],
  TLS_KEY_FILE: [TLS, TLS_FILES],

  NODE_ENV: [
    "src/server/container.db.test.ts",
    "a web process logs to the console too where NODE_ENV is development (%s: %s)",
  ],
  DATA_DIR: [AT_START, HOLDS],
  DATABASE_URL: [AT_START, HOLDS],
  APP_MASTER_KEY: [
    "src/server/secrets/open-keys.db.test.ts",
    "accepts the first key, and from then on only that one",
  ],
  APP_MASTER_KEY_FILE: ["src/server/secrets/key-file.test.ts", "is refused where others can read it"],
  APP_MASTER_KEY_PREVIOUS: [
    `${SERVICES}/keys/master-key-rotation.db.test.ts`,
    "is changed by two restarts: with both keys, then with the new one alone",
  ],

  ROBINHOOD_USERNAME: [HEADLESS, "that are missing are named before anything is sent"],
  ROBINHOOD_PASSWORD: [HEADLESS, "that are missing are named before anything is sent"],
  ROBINHOOD_MFA_SECRET: [SCENARIOS, "answers the code by the secret, stores the session and writes the file"],
  ROBINHOOD_MFA_CODE: [
    CREDENTIALS,
    "ROBINHOOD_MFA_CODE is a secret or a code of six digits, and ROBINHOOD_MFA_SECRET wins",
  ],
  ROBINHOOD_DEVICE_TOKEN: [SCENARIOS, "signs in from the device that the broker knows, without a challenge"],
  ETRADE_USERNAME: [INSTALL, RESERVED],
  ETRADE_PASSWORD: [INSTALL, RESERVED],
  IBKR_USERNAME: [INSTALL, RESERVED],
  IBKR_PASSWORD: [INSTALL, RESERVED],
};

describe("every setting has an effect, which a test shows", () => {
  it("has a row", () => {
    expect(Object.keys(SHOWN_BY).toSorted()).toEqual([...SETTING_NAMES].toSorted());
  });

  it.each(Object.entries(SHOWN_BY))("%s", (_name, [file, title]) => {
    const text = readFileSync(resolve(ROOT, file), "utf8");
    const quoted = [`"${title}"`, `\`${title}\``];
    expect(
      quoted.some((one) => text.includes(one)),
      `${file} has no test "${title}"`,
    ).toBe(true);
  });
});
