import { resolve } from "node:path";
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { brokerOrigin, commaList, hostList, origin } from "@/shared/schemas/address-variables";
import { type HeadlessSettings, parseHeadlessSettings } from "@/shared/schemas/headless-settings";
import { mailSender, mailServer } from "@/shared/schemas/mail-variables";
import { Secret } from "@/shared/secret";

type Source = Readonly<Record<string, string | undefined>>;

/** Everything the program reads from its environment, checked. */
export interface Environment {
  readonly nodeEnv: "production" | "development" | "test";
  /** Absolute path. */
  readonly dataDir: string;
  /** A PostgreSQL URL holds a password. */
  readonly databaseUrl: Secret;
  /** `APP_MASTER_KEY`; wins over the file. */
  readonly masterKey: Secret | undefined;
  /** Absolute path of the key file. */
  readonly masterKeyFile: string;
  /** Whether the key file is our own, made at first start, rather than one that the operator names. */
  readonly isOwnKeyFile: boolean;
  readonly host: string;
  readonly port: number;
  /** Origin under which browsers reach the app, without a slash at its end. */
  readonly publicUrl: string;
  /** Addresses and CIDR ranges whose forwarding headers are believed. */
  readonly trustedProxies: readonly string[];
  readonly robinhood: { readonly apiUrl: string; readonly identiUrl: string; readonly bonfireUrl: string };
  /** The mail server, where one is set; its URL holds a password. */
  readonly mail: { readonly url: Secret; readonly from: string } | null;
  /** `host` or `host:port` of receivers on the own network that notices may be sent to. */
  readonly noticePrivateHosts: readonly string[];
  readonly logLevel: "DEBUG" | "INFO" | "WARNING" | "ERROR";
  readonly apiTimeoutSeconds: number;
  /** Wanted life of a broker session. */
  readonly sessionTimeoutSeconds: number;
  readonly retry: {
    readonly count: number;
    readonly delayMs: number;
    readonly backoff: "linear" | "exponential";
  };
  /** Undefined: each broker's own limit. */
  readonly requestsPerMinute: number | undefined;
  readonly refreshThresholdSeconds: number;
  readonly maxSessions: number;
  readonly cleanupIntervalSeconds: number;
  readonly autoConnect: boolean;
  readonly autoReconnect: boolean;
}

/** Names every wrong variable and its remedy; never the value of a secret. */
export class EnvironmentError extends Error {
  override readonly name: string = "EnvironmentError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

const wholeNumber = (name: string, minimum: number, maximum: number, message?: string) => {
  const wanted = `${name} must be a whole number from ${minimum} to ${maximum}.`;
  return z
    .string()
    .regex(/^-?\d{1,10}$/, wanted)
    .transform(Number)
    .refine((value) => value >= minimum, message ?? wanted)
    .refine((value) => value <= maximum, wanted);
};

const oneOf = <const Values extends readonly string[]>(name: string, values: Values) =>
  z.enum(values, `${name} must be one of ${values.join(", ")}.`);

const onOff = (name: string, initially: "true" | "false") =>
  oneOf(name, ["true", "false"])
    .default(initially)
    .transform((text) => text === "true");

const isAddressOrRange = (text: string): boolean => ipaddr.isValid(text) || ipaddr.isValidCIDR(text);

const addressList = commaList.refine(
  (entries) => entries.every(isAddressOrRange),
  "TRUSTED_PROXIES must be a comma-separated list of IP addresses or ranges, such as 10.0.0.0/8.",
);

const databaseUrl = z
  .string()
  .refine(
    (text) => /^file:[^?#]+$/.test(text) || (/^postgres(ql)?:\/\/./.test(text) && URL.canParse(text)),
    "DATABASE_URL must be file:<path> for SQLite or postgresql://user:password@host:5432/name for PostgreSQL.",
  );

const isMasterKey = (text: string): boolean =>
  /^[A-Za-z0-9+/]{43}=$/.test(text) && Buffer.from(text, "base64").length === 32;

const schema = z.object({
  NODE_ENV: oneOf("NODE_ENV", ["production", "development", "test"]).default("production"),
  DATA_DIR: z.string().default("./data"),
  DATABASE_URL: databaseUrl.optional(),
  APP_MASTER_KEY: z
    .string()
    .refine(
      isMasterKey,
      "APP_MASTER_KEY must be 32 bytes in base64 (44 characters); `openssl rand -base64 32` makes one.",
    )
    .optional(),
  APP_MASTER_KEY_FILE: z.string().optional(),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]{1,253}$/, "HOST must be an IP address or a host name, without a port.")
    .default("127.0.0.1"),
  PORT: wholeNumber("PORT", 1, 65_535).default(3000),
  PUBLIC_URL: origin("PUBLIC_URL").optional(),
  TRUSTED_PROXIES: addressList.default([]),
  ROBINHOOD_API_URL: brokerOrigin("ROBINHOOD_API_URL").default("https://api.robinhood.com"),
  ROBINHOOD_IDENTI_URL: brokerOrigin("ROBINHOOD_IDENTI_URL").default("https://identi.robinhood.com"),
  ROBINHOOD_BONFIRE_URL: brokerOrigin("ROBINHOOD_BONFIRE_URL").default("https://bonfire.robinhood.com"),
  SMTP_URL: mailServer.optional(),
  SMTP_FROM: mailSender.optional(),
  NOTICE_PRIVATE_HOSTS: hostList.default([]),
  LOG_LEVEL: oneOf("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"]).default("INFO"),
  API_TIMEOUT: wholeNumber("API_TIMEOUT", 5, 600, "Connection timeout must be at least 5 seconds").default(
    30,
  ),
  SESSION_TIMEOUT: wholeNumber(
    "SESSION_TIMEOUT",
    60,
    31_536_000,
    "Session timeout must be at least 60 seconds",
  ).default(86_400),
  API_RETRY_COUNT: wholeNumber("API_RETRY_COUNT", 0, 10).default(3),
  API_RETRY_DELAY: wholeNumber("API_RETRY_DELAY", 0, 60).default(1),
  API_RETRY_BACKOFF: oneOf("API_RETRY_BACKOFF", ["linear", "exponential"]).default("exponential"),
  RATE_LIMIT_REQUESTS: wholeNumber("RATE_LIMIT_REQUESTS", 10, 6000).optional(),
  SESSION_REFRESH_THRESHOLD: wholeNumber("SESSION_REFRESH_THRESHOLD", 30, 86_400).default(300),
  MAX_SESSIONS: wholeNumber("MAX_SESSIONS", 1, 1000).default(5),
  SESSION_CLEANUP_INTERVAL: wholeNumber("SESSION_CLEANUP_INTERVAL", 60, 86_400).default(3600),
  AUTO_CONNECT: onOff("AUTO_CONNECT", "true"),
  AUTO_RECONNECT: onOff("AUTO_RECONNECT", "false"),
});

function mailSettings(url: string | undefined, from: string | undefined): Environment["mail"] {
  return url && from ? { url: new Secret(url), from } : null;
}

function databaseAt(folder: string, url: string): string {
  return folder !== "" && url.startsWith("file:")
    ? `file:${resolve(folder, url.slice("file:".length))}`
    : url;
}

/** Under a wildcard or loopback address the browser's name for this machine is `localhost`. */
function defaultPublicUrl(host: string, port: number): string {
  const isLocal = ["127.0.0.1", "::1", "localhost", "0.0.0.0", "::"].includes(host);
  const name = isLocal ? "localhost" : ipaddr.IPv6.isValid(host) ? `[${host}]` : host;
  return new URL(`http://${name}:${port}`).origin;
}

/**
 * Reads and checks the settings; an empty variable counts as absent, and relative paths are meant from `folder`. Throws
 * {@link EnvironmentError}, which names all that is wrong at once.
 */
export function readEnvironment(source: Source = process.env, folder = ""): Environment {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim()));
  const { API_TIMEOUT, CONNECTION_TIMEOUT, APP_MASTER_KEY, APP_MASTER_KEY_FILE } = given;
  const result = schema.safeParse({ ...given, API_TIMEOUT: API_TIMEOUT ?? CONNECTION_TIMEOUT });
  const problems = result.error?.issues.map((issue) => issue.message) ?? [];
  if (APP_MASTER_KEY && APP_MASTER_KEY_FILE) {
    problems.push("Set APP_MASTER_KEY or APP_MASTER_KEY_FILE, not both.");
  }
  if (given["SMTP_URL"] && !given["SMTP_FROM"]) {
    problems.push("Set SMTP_FROM, the sender of the e-mails, as well as SMTP_URL.");
  }
  if (!result.success || problems.length > 0) throw new EnvironmentError(problems);
  const parsed = result.data;
  const dataDir = resolve(folder, parsed.DATA_DIR);
  const ownKeyFile = resolve(dataDir, "keys", "master.key");
  // The note keeps the build from taking the file, wherever it is, for a part of the program.
  const masterKeyFile = resolve(/* turbopackIgnore: true */ folder, parsed.APP_MASTER_KEY_FILE ?? ownKeyFile);
  return {
    nodeEnv: parsed.NODE_ENV,
    dataDir,
    databaseUrl: new Secret(
      databaseAt(folder, parsed.DATABASE_URL ?? `file:${resolve(dataDir, "wheelhouse.db")}`),
    ),
    masterKey: parsed.APP_MASTER_KEY === undefined ? undefined : new Secret(parsed.APP_MASTER_KEY),
    masterKeyFile,
    isOwnKeyFile: masterKeyFile === ownKeyFile,
    host: parsed.HOST,
    port: parsed.PORT,
    publicUrl: parsed.PUBLIC_URL ?? defaultPublicUrl(parsed.HOST, parsed.PORT),
    trustedProxies: parsed.TRUSTED_PROXIES,
    robinhood: {
      apiUrl: parsed.ROBINHOOD_API_URL,
      identiUrl: parsed.ROBINHOOD_IDENTI_URL,
      bonfireUrl: parsed.ROBINHOOD_BONFIRE_URL,
    },
    mail: mailSettings(parsed.SMTP_URL, parsed.SMTP_FROM),
    noticePrivateHosts: parsed.NOTICE_PRIVATE_HOSTS,
    logLevel: parsed.LOG_LEVEL,
    apiTimeoutSeconds: parsed.API_TIMEOUT,
    sessionTimeoutSeconds: parsed.SESSION_TIMEOUT,
    retry: {
      count: parsed.API_RETRY_COUNT,
      delayMs: parsed.API_RETRY_DELAY * 1000,
      backoff: parsed.API_RETRY_BACKOFF,
    },
    requestsPerMinute: parsed.RATE_LIMIT_REQUESTS,
    refreshThresholdSeconds: parsed.SESSION_REFRESH_THRESHOLD,
    maxSessions: parsed.MAX_SESSIONS,
    cleanupIntervalSeconds: parsed.SESSION_CLEANUP_INTERVAL,
    autoConnect: parsed.AUTO_CONNECT,
    autoReconnect: parsed.AUTO_RECONNECT,
  };
}

/** Names of all settings, in the order of their groups. */
export const SETTING_NAMES: readonly string[] = Object.keys(schema.shape);

/** Which settings the environment sets; all others have their defaults. */
export function settingsGiven(source: Source = process.env): ReadonlySet<string> {
  const given = SETTING_NAMES.filter((name) => source[name]?.trim());
  return new Set(source["CONNECTION_TIMEOUT"]?.trim() ? [...given, "API_TIMEOUT"] : given);
}

/** The variables of this process, for whoever joins them with those of a file before they are read. */
export function processVariables(): Source {
  return process.env;
}

/** What the command line reads beside the settings. */
export interface CommandLineEnvironment {
  /** `WHEELHOUSE_AS`: e-mail of the person to act as. */
  readonly actAs: string | undefined;
  /** `NO_COLOR` is set, or the terminal knows no colours. */
  readonly isPlain: boolean;
  /** `SESSION_CACHE_PATH`: where a session file is, unless a command names another. */
  readonly sessionCachePath: string | undefined;
}

/** Reads what concerns the command line alone; nothing of it can be wrong. */
export function readCommandLineEnvironment(source: Source = process.env): CommandLineEnvironment {
  return {
    actAs: source["WHEELHOUSE_AS"]?.trim() || undefined,
    isPlain: Boolean(source["NO_COLOR"]) || source["TERM"] === "dumb",
    sessionCachePath: source["SESSION_CACHE_PATH"]?.trim() || undefined,
  };
}

/** The source specification's ValueError: credentials that are missing or malformed. Nothing was sent to anybody. */
export class CredentialsError extends EnvironmentError {
  override readonly name = "CredentialsError";
}

/**
 * Reads what a program without a person signs in with, for the owner's connections. Throws {@link CredentialsError},
 * which names every malformed variable; a missing one is found by whoever needs it. The web server does not read it.
 */
export function readHeadlessEnvironment(source: Source = process.env): HeadlessSettings {
  const settings = parseHeadlessSettings(source);
  if ("problems" in settings) throw new CredentialsError(settings.problems);
  return settings;
}
