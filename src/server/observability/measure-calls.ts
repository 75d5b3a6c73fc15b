import type { Metrics } from "@/server/observability/metrics";
import { noteSpan } from "@/server/observability/traces";
import { errorClassOf } from "@/shared/error-class";
import type { ErrorCode } from "@/shared/error-codes";

interface FinishedCall {
  readonly method: string;
  /** The path with its ids left out. */
  readonly route: string;
  readonly status: number | null;
  readonly durationMs: number;
  readonly outcome: "reply" | ErrorCode;
}

/** Counts a finished call to a broker, and tells of it where traces are made. */
export function measureBrokerCall(
  metrics: Metrics,
  broker: string,
  { method, route, status, durationMs, outcome }: FinishedCall,
): void {
  metrics.observe("api_latency", durationMs / 1000, broker);
  const facts = { "wheelhouse.broker": broker, "http.request.method": method, "http.route": route };
  const ended = status === null ? { "error.type": outcome } : { "http.response.status_code": status };
  noteSpan(`${broker} ${method}`, { ...facts, ...ended }, durationMs);
  if (outcome === "reply") return;
  metrics.count("error_count", 1, errorClassOf(outcome));
  if (outcome === "CONN_TIMEOUT") metrics.count("timeout_count", 1, broker);
}

/** Counts a finished call of the database. */
export function measureDatabase(metrics: Metrics, kind: "call" | "transaction", durationMs: number): void {
  if (kind === "transaction") noteSpan("transaction", {}, durationMs);
  metrics.observe(kind === "call" ? "database_latency" : "transaction_duration", durationMs / 1000);
}
