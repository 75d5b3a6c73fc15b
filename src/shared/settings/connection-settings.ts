import { choice, integer, onOff } from "@/shared/settings/setting-kinds";

const COMMON = { scope: "admin" } as const;

/** How brokers are called. */
export const CONNECTION_SETTINGS = {
  API_TIMEOUT: integer({
    ...COMMON,
    label: "Time-out of calls to brokers",
    help: "Seconds to wait for a broker: to connect, for the headers, and for the body, each.",
    yaml: "connection.connection_timeout",
    aliases: ["CONNECTION_TIMEOUT"],
    min: 5,
    max: 600,
    unit: "seconds",
    tooSmall: "Connection timeout must be at least 5 seconds",
    initially: "30",
  }),
  API_RETRY_COUNT: integer({
    ...COMMON,
    label: "Retries",
    help: "How often a read that failed for a moment is tried again. What could lock an account is never repeated.",
    yaml: "connection.max_retry_attempts",
    min: 0,
    max: 10,
    initially: "3",
  }),
  API_RETRY_DELAY: integer({
    ...COMMON,
    label: "Pause before a retry",
    help: "Seconds before the first retry; later ones wait longer.",
    yaml: "connection.retry_delay",
    min: 0,
    max: 60,
    unit: "seconds",
    initially: "1",
  }),
  API_RETRY_BACKOFF: choice({
    ...COMMON,
    label: "Growth of the pause",
    help: "How the pause grows: linear by the same step, exponential drawn at random up to the doubled time.",
    yaml: "connection.retry_backoff",
    options: ["linear", "exponential"],
    initially: "exponential",
  }),
  RATE_LIMIT_REQUESTS: integer({
    ...COMMON,
    label: "Requests a minute",
    help: "Requests of one connection to its broker in any 60 seconds, counted over all processes. A tenth is kept back for renewing the session.",
    yaml: "connection.rate_limit_requests",
    min: 10,
    max: 6000,
    initially: null,
    whenUnset: "each broker's own limit",
  }),
  AUTO_CONNECT: onOff({
    ...COMMON,
    label: "Connect at start",
    help: "Whether sessions are taken up, and checked at the broker, when Wheelhouse starts.",
    yaml: "connection.auto_connect",
    initially: "true",
  }),
  AUTO_RECONNECT: onOff({
    ...COMMON,
    label: "Sign in again by itself",
    help: "Whether Wheelhouse signs in with stored credentials, once, when a session can't be saved any more.",
    yaml: "connection.auto_reconnect",
    initially: "false",
  }),
} as const;
