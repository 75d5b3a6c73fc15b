import { quietUntil } from "@/server/services/notices/quiet-hours";
import type { NoticeChannelRecord, NoticeDeliveryRecord, NoticeRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { subscribableKindSchema } from "@/shared/schemas/notice";

/** What waits for a channel that is switched off is dropped at this age: by then it tells nothing. */
const HELD_MS = 24 * 3_600_000;
/** How far back a line is read for what the person was told. */
const LINE_DEPTH = 50;

/** `drop`: there is nothing to tell any more. */
export type DeliveryVerdict =
  | { readonly kind: "send" }
  | { readonly kind: "hold"; readonly until: Date }
  | { readonly kind: "drop" };

/**
 * Whether the first of a line is sent now. What was mended before it arrived is dropped, and so is the word that all
 * is well again when nothing before it was told. Quiet hours hold a line, unless something in it can't wait.
 */
export async function deliveryVerdict(
  storage: Pick<StorageTx, "noticeDeliveries">,
  delivery: NoticeDeliveryRecord,
  notice: NoticeRecord,
  channel: NoticeChannelRecord,
  now: Date,
): Promise<DeliveryVerdict> {
  const kind = subscribableKindSchema.parse(notice.kind);
  const isNews = kind === "connected_again" ? await wasTold(storage, delivery) : notice.resolvedAt === null;
  if (!isNews || !channel.kinds.includes(kind)) {
    return { kind: "drop" };
  }
  if (!channel.enabled) {
    const until = new Date(delivery.createdAt.getTime() + HELD_MS);
    return until <= now ? { kind: "drop" } : { kind: "hold", until };
  }
  const until = channel.quietHours === null ? null : quietUntil(channel.quietHours, now);
  if (until === null) {
    return { kind: "send" };
  }
  const deadlines = await storage.noticeDeliveries.waitingDeadlines(delivery.lineKey);
  const isUrgent = deadlines.some((deadline) => now < deadline && deadline < until);
  return isUrgent ? { kind: "send" } : { kind: "hold", until };
}

/**
 * Whether the channel carried, or may have carried, any of what is now mended. A line without anything before is of a
 * channel that wants good news only, or is new: it is told.
 */
async function wasTold(
  storage: Pick<StorageTx, "noticeDeliveries">,
  { lineKey, noticeSeq, attempts }: NoticeDeliveryRecord,
): Promise<boolean> {
  const earlier = await storage.noticeDeliveries.earlierInLine(lineKey, noticeSeq, LINE_DEPTH);
  const mended = earlier.findIndex(({ kind }) => kind === "connected_again");
  const since = mended === -1 ? earlier : earlier.slice(0, mended);
  return (
    attempts > 0 || since.length === 0 || since.some((one) => one.status !== "dropped" || one.attempts > 0)
  );
}
