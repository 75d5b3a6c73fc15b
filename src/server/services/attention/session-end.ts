import type { SessionEnd } from "@/server/services/attention/attention-facts";
import { deadlineOf } from "@/server/services/broker-sessions/session-upkeep";
import type { BrokerSessionRecord, ConnectionRecord } from "@/server/storage/records";

/**
 * When the session of a connection ends unless its person acts. A session that needs the person is not renewed any
 * more, whatever it holds; one that its person ended is nobody's concern. Pure.
 */
export function sessionEndOf(
  connection: Pick<ConnectionRecord, "id" | "label" | "status" | "health">,
  session: BrokerSessionRecord | null,
): SessionEnd {
  const { id: connectionId, label, status, health } = connection;
  const isStuck = health === "needs_person" || health === "locked";
  if (session === null || status !== "connected") {
    return { connectionId, label, endsAt: null, ended: isStuck };
  }
  const endsAt = deadlineOf(isStuck ? { ...session, refreshable: false } : session);
  return { connectionId, label, endsAt, ended: false };
}
