/** How a figure is measured: `share` is worked out of a counter, the others are counted or timed themselves. */
export type MetricKind = "histogram" | "counter" | "gauge" | "share";

/** Durations are seconds, sizes bytes; a ratio is between 0 and 1. */
export type MetricUnit = "seconds" | "bytes" | "ratio" | "count";

/** What is normal whatever was measured before. */
export interface MetricTarget {
  readonly most: number;
  /** Which statistic is held to it. */
  readonly of: "p95" | "max" | "mean";
}

export interface MetricDefinition {
  readonly kind: MetricKind;
  readonly unit: MetricUnit;
  /** Name in the exposition for Prometheus; null for what is worked out of other figures. */
  readonly prometheus: string | null;
  /** What its series are told apart by; null where there is one series. */
  readonly label: string | null;
  /** How the figures of several processes join: each has its own part, or all of them see the same thing. */
  readonly across: "sum" | "max";
  readonly title: string;
  readonly help: string;
  readonly target?: MetricTarget;
}

const MB = 1024 * 1024;

/** Every figure that Wheelhouse keeps of itself; the first nine are those of the source specification. */
export const METRICS = {
  auth_duration: {
    kind: "histogram",
    unit: "seconds",
    prometheus: "wheelhouse_auth_duration_seconds",
    label: "broker",
    across: "sum",
    title: "Signing in at a broker",
    help: "Time of one step of a login, from the call to the broker until its outcome is stored; waiting for a person is not in it.",
    target: { most: 5, of: "p95" },
  },
  api_latency: {
    kind: "histogram",
    unit: "seconds",
    prometheus: "wheelhouse_broker_call_duration_seconds",
    label: "broker",
    across: "sum",
    title: "Calls to a broker",
    help: "Time of one HTTP call to a broker, failed ones included.",
  },
  cache_hit_ratio: {
    kind: "share",
    unit: "ratio",
    prometheus: null,
    label: null,
    across: "sum",
    title: "Readings answered at once",
    help: "Share of readings of a broker's data that were answered with what is known, without waiting for the broker.",
  },
  memory_usage: {
    kind: "gauge",
    unit: "bytes",
    prometheus: "wheelhouse_resident_memory_bytes",
    label: null,
    across: "max",
    title: "Resident memory",
    help: "Memory that the largest process holds.",
    target: { most: 500 * MB, of: "max" },
  },
  cpu_usage: {
    kind: "gauge",
    unit: "ratio",
    prometheus: "wheelhouse_cpu_usage_ratio",
    label: null,
    across: "max",
    title: "Processor",
    help: "Share of one processor that the busiest process used.",
    target: { most: 0.25, of: "mean" },
  },
  active_connections: {
    kind: "gauge",
    unit: "count",
    prometheus: "wheelhouse_active_connections",
    label: null,
    across: "max",
    title: "Live broker sessions",
    help: "Connections with a session that is kept alive.",
  },
  error_count: {
    kind: "counter",
    unit: "count",
    prometheus: "wheelhouse_errors_total",
    label: "class",
    across: "sum",
    title: "Errors",
    help: "Calls to brokers, requests and rounds of background work that failed, by the class of their code.",
  },
  retry_count: {
    kind: "counter",
    unit: "count",
    prometheus: "wheelhouse_retries_total",
    label: "broker",
    across: "sum",
    title: "Repeated calls",
    help: "Calls to a broker that were sent again after a failure.",
  },
  timeout_count: {
    kind: "counter",
    unit: "count",
    prometheus: "wheelhouse_timeouts_total",
    label: "broker",
    across: "sum",
    title: "Time-outs",
    help: "Calls to a broker that were not answered in time.",
  },
  refreshes: {
    kind: "counter",
    unit: "count",
    prometheus: "wheelhouse_refreshes_total",
    label: "outcome",
    across: "sum",
    title: "Renewals of sessions",
    help: "Exchanges of a broker session's tokens, by how they ended.",
  },
  refresh_duration: {
    kind: "histogram",
    unit: "seconds",
    prometheus: "wheelhouse_refresh_duration_seconds",
    label: "broker",
    across: "sum",
    title: "Renewing a session",
    help: "Time from asking the broker for new tokens until they are stored.",
    target: { most: 5, of: "p95" },
  },
  http_duration: {
    kind: "histogram",
    unit: "seconds",
    prometheus: "wheelhouse_http_request_duration_seconds",
    label: "route",
    across: "sum",
    title: "Requests to Wheelhouse",
    help: "Time until a request was answered, by the class of its route; streams are not in it.",
    target: { most: 1, of: "p95" },
  },
  database_latency: {
    kind: "histogram",
    unit: "seconds",
    prometheus: "wheelhouse_database_duration_seconds",
    label: null,
    across: "sum",
    title: "Calls to the database",
    help: "Time of one call to the database, its place in the line included.",
    target: { most: 0.1, of: "p95" },
  },
  transaction_duration: {
    kind: "histogram",
    unit: "seconds",
    prometheus: "wheelhouse_transaction_duration_seconds",
    label: null,
    across: "sum",
    title: "Transactions",
    help: "Time of one transaction with all that is in it, from the wait for its turn to the commit.",
    target: { most: 0.5, of: "p95" },
  },
  event_loop_lag: {
    kind: "histogram",
    unit: "seconds",
    prometheus: "wheelhouse_event_loop_lag_seconds",
    label: null,
    across: "sum",
    title: "Event-loop lag",
    help: "How much later than due the process came back to its work, because something held it up.",
    target: { most: 0.05, of: "p95" },
  },
  cache_reads: {
    kind: "counter",
    unit: "count",
    prometheus: "wheelhouse_cache_reads_total",
    label: "outcome",
    across: "sum",
    title: "Readings of brokers' data",
    help: "Readings of a broker's data: fresh from the cache, stale from the cache while a newer one is fetched, or waited for.",
  },
  token_requests: {
    kind: "counter",
    unit: "count",
    prometheus: "wheelhouse_token_requests_total",
    label: "interface",
    across: "sum",
    title: "Requests of programs",
    help: "Requests with an API token that was accepted, by interface.",
  },
  breaker_open: {
    kind: "gauge",
    unit: "count",
    prometheus: "wheelhouse_breaker_open",
    label: "breaker",
    across: "max",
    title: "Paused brokers",
    help: "1 while a broker is not asked because it has trouble.",
    target: { most: 0, of: "max" },
  },
  notices_pending: {
    kind: "gauge",
    unit: "count",
    prometheus: "wheelhouse_notices_pending",
    label: null,
    across: "max",
    title: "Notices waiting",
    help: "Deliveries of notices that are not done.",
  },
  logins_in_flight: {
    kind: "gauge",
    unit: "count",
    prometheus: "wheelhouse_logins_in_flight",
    label: null,
    across: "max",
    title: "Logins under way",
    help: "Logins at brokers that have not ended.",
  },
  reads_under_way: {
    kind: "gauge",
    unit: "count",
    prometheus: "wheelhouse_reads_under_way",
    label: null,
    across: "sum",
    title: "Readings under way",
    help: "Readings of brokers' data that have not ended.",
  },
} as const satisfies Readonly<Record<string, MetricDefinition>>;

export type MetricName = keyof typeof METRICS;
type NamesOf<Kind extends MetricKind> = {
  [Name in MetricName]: (typeof METRICS)[Name]["kind"] extends Kind ? Name : never;
}[MetricName];
export type HistogramName = NamesOf<"histogram">;
export type CounterName = NamesOf<"counter">;
export type GaugeName = NamesOf<"gauge">;

export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];

/** The definition of a figure, as all have it. */
export function metricOf(name: MetricName): MetricDefinition {
  return METRICS[name];
}

const FIRST_BOUND_SECONDS = 0.0005;
const BOUND_FACTOR = 1.25;
const BOUND_COUNT = 56;

/**
 * Upper bounds of the buckets of every histogram, seconds: 0.5 ms to 107 s, each a quarter above the last. A value
 * that is told from its bucket is off by at most an eighth.
 */
export const HISTOGRAM_BOUNDS: readonly number[] = Array.from({ length: BOUND_COUNT }, (_, index) =>
  Number((FIRST_BOUND_SECONDS * BOUND_FACTOR ** index).toPrecision(4)),
);
