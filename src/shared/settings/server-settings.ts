import { z } from "zod";
import { addressList, brokerOrigin, hostList, origin } from "@/shared/settings/address-schemas";
import { mailSender, mailServer } from "@/shared/settings/mail-schemas";
import { choice, integer, list, secret, text } from "@/shared/settings/setting-kinds";

const OPERATOR = { scope: "operator", restart: true } as const;
const path = z.string().trim().min(1, "a path").max(4096, "a path of at most 4096 characters");

const masterKey = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9+/]{43}=$/, "32 bytes in base64 (44 characters); `openssl rand -base64 32` makes one");

const isDatabaseUrl = (given: string): boolean =>
  /^file:[^?#]+$/.test(given) || (/^postgres(ql)?:\/\/./.test(given) && URL.canParse(given));

/** Where the data is, and the keys to it. */
export const INSTALL_SETTINGS = {
  NODE_ENV: choice({
    ...OPERATOR,
    label: "Mode",
    help: "production, or development with pages that are built at each change.",
    yaml: null,
    options: ["production", "development", "test"],
    initially: "production",
  }),
  DATA_DIR: text({
    ...OPERATOR,
    label: "Data folder",
    help: "Folder of the SQLite file, the keys, the log and the backups.",
    yaml: "server.data_dir",
    schema: path,
    initially: "./data",
  }),
  DATABASE_URL: secret({
    label: "Database",
    help: "file:<path> for SQLite, or postgresql://user:password@host:5432/name, with ?schema=… where it is not to be the schema public.",
    whenUnset: "wheelhouse.db, SQLite, in the data folder",
    restart: true,
    schema: z
      .string()
      .refine(
        isDatabaseUrl,
        "file:<path> for SQLite or postgresql://user:password@host:5432/name for PostgreSQL",
      ),
  }),
  APP_MASTER_KEY: secret({
    label: "Master key",
    help: "The key that protects all stored secrets: 32 bytes in base64. Whoever loses it loses the stored sessions.",
    whenUnset: "a key file is used",
    restart: true,
    schema: masterKey,
  }),
  APP_MASTER_KEY_FILE: text({
    ...OPERATOR,
    label: "Master key file",
    help: "A file that holds the master key and that only its owner can read (mode 600).",
    yaml: "server.master_key_file",
    schema: path,
    initially: null,
    whenUnset: "keys/master.key in the data folder, made at the first start",
  }),
  APP_MASTER_KEY_PREVIOUS: secret({
    label: "Previous master key",
    help: "While the master key is being replaced: the one before, so that what it protects can still be read.",
    whenUnset: "none",
    restart: true,
    schema: masterKey,
  }),
} as const;

/** Where the web server listens, and how browsers reach it. */
export const SERVER_SETTINGS = {
  HOST: text({
    ...OPERATOR,
    label: "Listens on",
    help: "Address on which the web server listens.",
    yaml: "server.host",
    schema: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, "an IP address or a host name, without a port"),
    initially: "127.0.0.1",
  }),
  PORT: integer({
    ...OPERATOR,
    label: "Port",
    help: "Port on which the web server listens.",
    yaml: "server.port",
    min: 1,
    max: 65_535,
    initially: "3000",
  }),
  PUBLIC_URL: text({
    ...OPERATOR,
    label: "Public address",
    help: "How browsers reach the app. An https address turns on secure cookies.",
    yaml: "server.public_url",
    schema: origin,
    initially: null,
    whenUnset: "localhost with the port, or the host that it listens on",
  }),
  BASE_PATH: text({
    ...OPERATOR,
    label: "Base path",
    help: "Path below which the app lives where it shares its address with others, such as /wheelhouse. The pages are built anew when it changes.",
    yaml: "server.base_path",
    schema: z
      .string()
      .regex(
        /^(\/[a-z0-9][a-z0-9._-]{0,60}){1,4}$/i,
        "a path such as /wheelhouse, without a slash at its end",
      ),
    initially: null,
    whenUnset: "none",
  }),
  TRUSTED_PROXIES: list({
    ...OPERATOR,
    label: "Trusted proxies",
    help: "Addresses or ranges of the reverse proxies whose X-Forwarded-For is believed.",
    yaml: "server.trusted_proxies",
    schema: addressList,
    initially: "",
  }),
  TLS: choice({
    ...OPERATOR,
    label: "https",
    help: "off: plain http, for this machine or behind a proxy. self-signed: https with a certificate that is made at the first start and renewed. files: https with the certificate of TLS_CERT_FILE.",
    yaml: "server.tls",
    options: ["off", "self-signed", "files"],
    initially: "off",
  }),
  TLS_CERT_FILE: text({
    ...OPERATOR,
    label: "Certificate",
    help: "PEM file with the certificate and those that lead to its authority. A changed file is taken up without a restart.",
    yaml: "server.tls_cert_file",
    schema: path,
    initially: null,
    whenUnset: "none",
  }),
  TLS_KEY_FILE: text({
    ...OPERATOR,
    label: "Key of the certificate",
    help: "PEM file with the private key (mode 600).",
    yaml: "server.tls_key_file",
    schema: path,
    initially: null,
    whenUnset: "none",
  }),
} as const;

/** How notices leave. */
export const NOTICE_SETTINGS = {
  SMTP_URL: secret({
    label: "Mail server",
    help: "smtps:// is TLS from the start; smtp:// changes to TLS where the server offers it, and a password is sent without TLS to this machine only. Special characters of the password are percent-encoded.",
    whenUnset: "no e-mail is sent",
    restart: true,
    schema: mailServer,
  }),
  SMTP_FROM: text({
    ...OPERATOR,
    label: "Sender of mail",
    help: "The sender of notices by e-mail.",
    yaml: "notices.smtp_from",
    schema: mailSender,
    initially: null,
    whenUnset: "needed where SMTP_URL is set",
  }),
  NOTICE_PRIVATE_HOSTS: list({
    ...OPERATOR,
    label: "Receivers on the own network",
    help: "Receivers of notices such as your own ntfy: host or host:port. They may be plain http; all others must be https and public.",
    yaml: "notices.private_hosts",
    schema: hostList,
    initially: "",
  }),
} as const;

/** Where brokers are; the sandbox differs from the real ones by these alone. */
export const BROKER_SETTINGS = {
  ROBINHOOD_API_URL: text({
    ...OPERATOR,
    label: "Robinhood: interface",
    help: "While it is not set, `npm run app` starts the sandbox and points all three at it.",
    yaml: "brokers.robinhood.api_url",
    schema: brokerOrigin,
    initially: "https://api.robinhood.com",
  }),
  ROBINHOOD_IDENTI_URL: text({
    ...OPERATOR,
    label: "Robinhood: approvals",
    help: "Where logins are approved.",
    yaml: "brokers.robinhood.identi_url",
    schema: brokerOrigin,
    initially: "https://identi.robinhood.com",
  }),
  ROBINHOOD_BONFIRE_URL: text({
    ...OPERATOR,
    label: "Robinhood: secondary interface",
    help: "Where the read-only token and newer data are had.",
    yaml: "brokers.robinhood.bonfire_url",
    schema: brokerOrigin,
    initially: "https://bonfire.robinhood.com",
  }),
} as const;
