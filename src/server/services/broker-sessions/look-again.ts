import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";

const SHORTEST_MS = 30_000;
const LONGEST_MS = 15 * 60_000;

/**
 * When a degraded connection is probed again, if no renewal has planned it: after as long as the trouble has lasted
 * by now, which doubles the pause each time, between 30 s and 15 min. Null when there is no trouble. Pure.
 */
export function nextProbeAt(
  connection: Pick<ConnectionRecord, "status" | "health" | "updatedAt">,
  now: Date,
): Date | null {
  if (connection.status !== "connected" || connection.health !== "degraded") {
    return null;
  }
  const lastedMs = now.getTime() - connection.updatedAt.getTime();
  return new Date(now.getTime() + Math.min(LONGEST_MS, Math.max(SHORTEST_MS, lastedMs)));
}

/** Puts a degraded connection on the keeper's list, unless something is due for it earlier. */
export async function planNextProbe(tx: StorageTx, connectionId: string, now: Date): Promise<void> {
  const connection = await tx.connections.byId(connectionId);
  const session = await tx.brokerSessions.byConnection(connectionId);
  const at = connection === null ? null : nextProbeAt(connection, now);
  if (at !== null && session !== null && session.keepAt !== null && session.keepAt > at) {
    // Conditional on what was read: a renewal that plans its own pause meanwhile knows better.
    await tx.brokerSessions.claimKeep(session.id, session.keepAt, at);
  }
}
