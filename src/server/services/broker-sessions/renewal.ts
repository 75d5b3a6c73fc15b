import type { SessionAttempt } from "@/server/services/broker-sessions/record-attempt";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";

/** One exchange of tokens by the process that holds the session's lease. */
export interface Renewal {
  readonly connection: ConnectionRecord;
  /** The row as it was when the lease was won. */
  readonly session: BrokerSessionRecord;
  readonly leaseToken: string;
  readonly attempt: SessionAttempt;
}

/** `lost`: another process came in between, and nothing was written. */
export type Renewed = BrokerSessionRecord | "lost";

/** How long a process may be silent before another takes its lease. */
export const SESSION_LEASE_MS = 20_000;
export const SESSION_HEARTBEAT_MS = 7_000;
