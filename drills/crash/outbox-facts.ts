import type { Storage } from "@/server/storage/storage";
import type { OutboxFacts, OutboxLine } from "./judge-outbox";
import type { Arrival } from "./notice-receiver";

const AFTER_ALL = 2_147_483_647;
const ALL = 100_000;

/** Reads what became of every notice of a person who has one channel; `arrivals` are those of its receiver. */
export async function readOutboxFacts(
  storage: Storage,
  ownerId: string,
  arrivals: readonly Arrival[],
): Promise<OutboxFacts> {
  const notices = await storage.notices.listOf(ownerId, ALL, null);
  const lines: OutboxLine[] = [];
  for (const { id: channelId } of await storage.noticeChannels.listOf(ownerId)) {
    for (const connectionId of new Set(notices.flatMap((notice) => notice.connectionId ?? []))) {
      const lineKey = `${channelId}:${connectionId}`;
      const rows = await storage.noticeDeliveries.earlierInLine(lineKey, AFTER_ALL, ALL);
      lines.push({
        connectionId,
        notices: notices.filter((notice) => notice.connectionId === connectionId).length,
        statuses: rows.map(({ status }) => status),
      });
    }
  }
  const known = new Map<string, { noticeSeq: number; status: OutboxLine["statuses"][number] }>();
  for (const id of new Set(arrivals.map(({ deliveryId }) => deliveryId))) {
    const delivery = await storage.noticeDeliveries.byId(id);
    if (delivery !== null) known.set(id, delivery);
  }
  return { lines, arrivals, known };
}
