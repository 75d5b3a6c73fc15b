import { existsSync } from "node:fs";
import { resolve } from "node:path";
import ipaddr from "ipaddr.js";
import { readConfigFile } from "@/config-file";
import { Secret } from "@/shared/secret";
import { RESERVED_CREDENTIALS } from "@/shared/settings/credential-settings";
import { type HeadlessSettings, headlessSettingsOf } from "@/shared/settings/headless-settings";
import { type ResolvedSettings, resolveSettings, type Variables } from "@/shared/settings/resolve-settings";
import type { SettingGroup } from "@/shared/settings/setting";
import type { SettingValues } from "@/shared/settings/settings";
import type { VaultOptions } from "@/shared/settings/vault-options";

/** What the web server and the command line do not read: only whoever signs in without a person does. */
const OF_PROGRAMS: readonly SettingGroup[] = ["credentials"];

/** Everything the program reads from its environment and from `config.yaml`, checked. */
export interface Environment {
  readonly nodeEnv: "production" | "development" | "test";
  /** Absolute path. */
  readonly dataDir: string;
  /** A PostgreSQL URL holds a password. */
  readonly databaseUrl: Secret;
  /** `APP_MASTER_KEY`; wins over the file. */
  readonly masterKey: Secret | undefined;
  /** `APP_MASTER_KEY_PREVIOUS`, while keys are being changed. */
  readonly previousMasterKey: Secret | undefined;
  /** Absolute path of the key file. */
  readonly masterKeyFile: string;
  /** Whether the key file is our own, made at first start, rather than one that the operator names. */
  readonly isOwnKeyFile: boolean;
  /** Absolute path of the folder of the log. */
  readonly logDir: string;
  readonly host: string;
  readonly port: number;
  /** Origin under which browsers reach the app, without a slash at its end. */
  readonly publicUrl: string;
  /** Begins with a slash, or is empty. */
  readonly basePath: string;
  readonly tls: TlsSettings;
  /** Addresses and CIDR ranges whose forwarding headers are believed. */
  readonly trustedProxies: readonly string[];
  readonly robinhood: { readonly apiUrl: string; readonly identiUrl: string; readonly bonfireUrl: string };
  /** The mail server, where one is set; its URL holds a password. */
  readonly mail: { readonly url: Secret; readonly from: string } | null;
  /** `host` or `host:port` of receivers on the own network that notices may be sent to. */
  readonly noticePrivateHosts: readonly string[];
  readonly vault: VaultOptions | null;
  /** Absolute path of `config.yaml`, whether it is there or not. */
  readonly configFile: string;
  /** Variables with credentials of brokers that this version does not have: their names are reserved. */
  readonly unusedCredentials: readonly string[];
  /** Every setting as environment and file have it. */
  readonly resolved: ResolvedSettings;
  /** Every setting with what admins saved between file and environment. A function, so that no variable is printed. */
  readonly withSaved: (saved: ReadonlyMap<string, string>) => ResolvedSettings;
}

export type TlsSettings =
  | { readonly kind: "off" }
  | { readonly kind: "self-signed" }
  | { readonly kind: "files"; readonly certFile: string; readonly keyFile: string };

/** Names every wrong setting and its remedy; never the value of a secret. */
export class EnvironmentError extends Error {
  override readonly name: string = "EnvironmentError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

function mailSettings(url: Secret | undefined, from: string | undefined): Environment["mail"] {
  return url && from ? { url, from } : null;
}

function databaseAt(folder: string, url: string): string {
  return folder !== "" && url.startsWith("file:")
    ? `file:${resolve(folder, url.slice("file:".length))}`
    : url;
}

/** Under a wildcard or loopback address the browser's name for this machine is `localhost`. */
function defaultPublicUrl(host: string, port: number, isHttps: boolean): string {
  const isLocal = ["127.0.0.1", "::1", "localhost", "0.0.0.0", "::"].includes(host);
  const name = isLocal ? "localhost" : ipaddr.IPv6.isValid(host) ? `[${host}]` : host;
  return new URL(`${isHttps ? "https" : "http"}://${name}:${port}`).origin;
}

/** What only holds of several settings together. */
function contradictions(values: SettingValues): string[] {
  const problems: string[] = [];
  const { VAULT_ADDR, VAULT_TOKEN, VAULT_ROLE_ID, VAULT_SECRET_ID } = values;
  if (values.APP_MASTER_KEY && values.APP_MASTER_KEY_FILE) {
    problems.push("Set APP_MASTER_KEY or APP_MASTER_KEY_FILE, not both.");
  }
  if (values.VAULT_TRANSIT_KEY && (values.APP_MASTER_KEY || values.APP_MASTER_KEY_FILE)) {
    problems.push("Set VAULT_TRANSIT_KEY or a master key of your own, not both.");
  }
  if (values.SMTP_URL && !values.SMTP_FROM) {
    problems.push("Set SMTP_FROM, the sender of the e-mails, as well as SMTP_URL.");
  }
  if (values.TLS === "files" && !(values.TLS_CERT_FILE && values.TLS_KEY_FILE)) {
    problems.push("Set TLS_CERT_FILE and TLS_KEY_FILE, since TLS is files.");
  }
  if (VAULT_ADDR && !VAULT_TOKEN && !(VAULT_ROLE_ID && VAULT_SECRET_ID)) {
    problems.push("Set VAULT_TOKEN, or VAULT_ROLE_ID and VAULT_SECRET_ID, as well as VAULT_ADDR.");
  }
  if (VAULT_TOKEN && (VAULT_ROLE_ID || VAULT_SECRET_ID)) {
    problems.push("Set VAULT_TOKEN or the two of AppRole, not both.");
  }
  if (!VAULT_ADDR && (values.VAULT_TRANSIT_KEY || values.SECURE_STORAGE === "vault")) {
    problems.push("Set VAULT_ADDR, since SECURE_STORAGE or VAULT_TRANSIT_KEY needs Vault.");
  }
  return problems;
}

function vaultSettings(values: SettingValues, folder: string): VaultOptions | null {
  const { VAULT_ADDR, VAULT_TOKEN, VAULT_ROLE_ID, VAULT_SECRET_ID, VAULT_CACERT } = values;
  if (VAULT_ADDR === undefined) return null;
  const login = VAULT_TOKEN
    ? ({ kind: "token", token: VAULT_TOKEN } as const)
    : VAULT_ROLE_ID && VAULT_SECRET_ID
      ? ({ kind: "approle", roleId: VAULT_ROLE_ID, secretId: VAULT_SECRET_ID } as const)
      : null;
  if (login === null) return null;
  return {
    address: VAULT_ADDR,
    login,
    namespace: values.VAULT_NAMESPACE,
    caFile: VAULT_CACERT && resolve(folder, VAULT_CACERT),
    kvMount: values.VAULT_KV_MOUNT,
    kvPrefix: values.VAULT_KV_PREFIX,
    transitMount: values.VAULT_TRANSIT_MOUNT,
    transitKey: values.VAULT_TRANSIT_KEY,
  };
}

function tlsSettings({ TLS, TLS_CERT_FILE, TLS_KEY_FILE }: SettingValues, folder: string): TlsSettings {
  if (TLS !== "files" || !TLS_CERT_FILE || !TLS_KEY_FILE) return { kind: TLS === "files" ? "off" : TLS };
  return { kind: "files", certFile: resolve(folder, TLS_CERT_FILE), keyFile: resolve(folder, TLS_KEY_FILE) };
}

/** `CONFIG_FILE`, or `config.yaml` in the folder of the install. Naming one that is not there is a mistake. */
function configFile(
  source: Variables,
  folder: string,
): { readonly path: string; readonly problem: string | null } {
  const named = source["CONFIG_FILE"]?.trim();
  const path = resolve(folder, named || "config.yaml");
  const isMissing = named && !existsSync(path);
  return {
    path,
    problem: isMissing ? `CONFIG_FILE names ${path}, which is not there: correct it, or remove it.` : null,
  };
}

/**
 * Reads and checks the settings of environment and file; an empty variable counts as absent, and relative paths are
 * meant from `folder`. Throws {@link EnvironmentError}, which names all that is wrong at once.
 */
export function readEnvironment(source: Variables = process.env, folder = ""): Environment {
  const { path, problem } = configFile(source, folder);
  const file = readConfigFile(path);
  const layers = { file: file.values, environment: source };
  const resolved = resolveSettings({ ...layers, saved: new Map() }, OF_PROGRAMS);
  const problems = [...(problem === null ? [] : [problem]), ...file.problems.map(({ text }) => text)];
  if ("problems" in resolved) {
    throw new EnvironmentError([...problems, ...resolved.problems.map(({ text }) => text)]);
  }
  const { values } = resolved;
  problems.push(...contradictions(values));
  if (problems.length > 0) throw new EnvironmentError(problems);
  const dataDir = resolve(folder, values.DATA_DIR);
  const ownKeyFile = resolve(dataDir, "keys", "master.key");
  // The note keeps the build from taking the file, wherever it is, for a part of the program.
  const masterKeyFile = resolve(/* turbopackIgnore: true */ folder, values.APP_MASTER_KEY_FILE ?? ownKeyFile);
  return {
    nodeEnv: values.NODE_ENV,
    dataDir,
    databaseUrl: new Secret(
      databaseAt(folder, values.DATABASE_URL?.reveal() ?? `file:${resolve(dataDir, "wheelhouse.db")}`),
    ),
    masterKey: values.APP_MASTER_KEY,
    previousMasterKey: values.APP_MASTER_KEY_PREVIOUS,
    masterKeyFile,
    isOwnKeyFile: masterKeyFile === ownKeyFile,
    logDir: values.LOG_DIR === undefined ? resolve(dataDir, "logs") : resolve(folder, values.LOG_DIR),
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL ?? defaultPublicUrl(values.HOST, values.PORT, values.TLS !== "off"),
    basePath: values.BASE_PATH ?? "",
    tls: tlsSettings(values, folder),
    trustedProxies: values.TRUSTED_PROXIES,
    robinhood: {
      apiUrl: values.ROBINHOOD_API_URL,
      identiUrl: values.ROBINHOOD_IDENTI_URL,
      bonfireUrl: values.ROBINHOOD_BONFIRE_URL,
    },
    mail: mailSettings(values.SMTP_URL, values.SMTP_FROM),
    noticePrivateHosts: values.NOTICE_PRIVATE_HOSTS,
    vault: vaultSettings(values, folder),
    configFile: path,
    unusedCredentials: RESERVED_CREDENTIALS.filter((name) => Boolean(source[name]?.trim())),
    resolved,
    withSaved: (saved) => {
      const joined = resolveSettings({ ...layers, saved }, OF_PROGRAMS);
      // Saved values are never a problem, and the others were checked.
      return "problems" in joined ? resolved : joined;
    },
  };
}

/** The variables of this process, for whoever joins them with those of a file before they are read. */
export function processVariables(): Variables {
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
export function readCommandLineEnvironment(source: Variables = process.env): CommandLineEnvironment {
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
export function readHeadlessEnvironment(source: Variables = process.env, folder = ""): HeadlessSettings {
  const file = readConfigFile(configFile(source, folder).path);
  const settings = headlessSettingsOf({ file: file.values, saved: new Map(), environment: source });
  if ("problems" in settings) throw new CredentialsError(settings.problems);
  return settings;
}
