import type { Metrics } from "@/server/observability/metrics";
import { errorClassOf } from "@/shared/error-class";
import type { ErrorCode } from "@/shared/error-codes";

interface FinishedCall {
  readonly durationMs: number;
  readonly outcome: "reply" | ErrorCode;
}

/** Counts a finished call to a broker. */
export function measureBrokerCall(
  metrics: Metrics,
  broker: string,
  { durationMs, outcome }: FinishedCall,
): void {
  metrics.observe("api_latency", durationMs / 1000, broker);
  if (outcome === "reply") return;
  metrics.count("error_count", 1, errorClassOf(outcome));
  if (outcome === "CONN_TIMEOUT") metrics.count("timeout_count", 1, broker);
}

/** Counts a finished call of the database. */
export function measureDatabase(metrics: Metrics, kind: "call" | "transaction", durationMs: number): void {
  metrics.observe(kind === "call" ? "database_latency" : "transaction_duration", durationMs / 1000);
}
