import type { ServiceContext } from "@/server/services/service-context";
import type { NoticeRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import { subscribableKindSchema } from "@/shared/schemas/notice";

type Told = Omit<NoticeRecord, "id" | "seq" | "createdAt" | "readAt" | "resolvedAt">;

/**
 * Writes a notice, and one delivery for each channel of its owner that wants this kind, to leave at a time. A notice
 * with the same `dedupeKey` is written once: false for a repeat.
 */
export async function writeNotice(
  ctx: Pick<ServiceContext, "clock" | "random">,
  tx: StorageTx,
  notice: Told,
  leavesAt: Date,
): Promise<boolean> {
  const now = ctx.clock.now();
  const id = ctx.random.uuid();
  const seq = await tx.notices.create({ ...notice, id, createdAt: now, readAt: null, resolvedAt: null });
  if (seq === null) {
    return false;
  }
  const kind = subscribableKindSchema.parse(notice.kind);
  for (const channel of await tx.noticeChannels.listOf(notice.ownerId)) {
    if (channel.enabled && channel.kinds.includes(kind)) {
      const lineKey = `${channel.id}:${notice.connectionId ?? notice.kind}`;
      if (notice.deadlineAt !== null && leavesAt <= now) {
        // What quiet hours or a pause after a failure hold back before it goes along: a deadline can't wait.
        await tx.noticeDeliveries.wakeLine(lineKey, now);
      }
      await tx.noticeDeliveries.create({
        id: ctx.random.uuid(),
        noticeId: id,
        channelId: channel.id,
        lineKey,
        noticeSeq: seq,
        status: "pending",
        attempts: 0,
        nextAttemptAt: leavesAt,
        leaseToken: null,
        leaseUntil: null,
        errorCode: null,
        createdAt: now,
        endedAt: null,
      });
    }
  }
  return true;
}
