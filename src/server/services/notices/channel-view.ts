import type { NoticeChannelRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { ChannelView } from "@/shared/schemas/notice";

/** A channel as its owner sees it, with what waits for it and what was given up. */
export async function readChannelView(
  storage: StorageTx,
  channel: NoticeChannelRecord,
): Promise<ChannelView> {
  const { pending, dead } = await storage.noticeDeliveries.countOf(channel.id);
  return {
    id: channel.id,
    kind: channel.kind,
    label: channel.label,
    target: channel.maskedTarget,
    kinds: [...channel.kinds],
    quietHours: channel.quietHours,
    enabled: channel.enabled,
    lastDeliveredAt: channel.lastDeliveredAt?.toISOString() ?? null,
    lastFailedAt: channel.lastFailedAt?.toISOString() ?? null,
    lastErrorCode: channel.lastErrorCode,
    waiting: pending,
    dead,
    createdAt: channel.createdAt.toISOString(),
  };
}
