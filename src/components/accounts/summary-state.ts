import type { AccountSummaryView } from "@/shared/schemas/account";
import type { ConnectionView } from "@/shared/schemas/connection";

/**
 * What the dashboard shows for one connection: its figures, their placeholder, why they are missing, or that
 * there is nothing to read because it is not connected.
 */
export type SummaryState = "loading" | "figures" | "failed" | "not_connected";

/** Whether the account summary of a connection can be asked for at all. */
export function canReadSummary(connection: Pick<ConnectionView, "status" | "lastConnectedAt">): boolean {
  if (connection.status === "connected") return true;
  return (
    connection.lastConnectedAt !== null && (connection.status === "expired" || connection.status === "error")
  );
}

/**
 * Picks what to show from the connection and from what is known of its summary.
 *
 * @param summary the last summary that arrived; undefined when none did.
 * @param requestFailed the request itself failed (the server was not reached or refused).
 */
export function summaryState(
  connection: Pick<ConnectionView, "status" | "lastConnectedAt">,
  summary: AccountSummaryView | undefined,
  requestFailed: boolean,
): SummaryState {
  if (connection.status === "disconnected") return "not_connected";
  if (summary !== undefined) return summary.provenance.state === "failed" ? "failed" : "figures";
  if (!canReadSummary(connection)) return "not_connected";
  return requestFailed ? "failed" : "loading";
}
