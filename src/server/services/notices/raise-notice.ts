import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { NoticeKind } from "@/shared/schemas/notice";

type RaiseContext = Pick<ServiceContext, "clock" | "random">;

/**
 * Writes a notice about a connection, and one delivery for each channel of its owner that wants this kind, in the
 * transaction of what it tells. A notice with the same `dedupeKey` is raised once: false for a repeat.
 */
export async function raiseNotice(
  ctx: RaiseContext,
  tx: StorageTx,
  connection: ConnectionRecord,
  notice: { kind: Exclude<NoticeKind, "test">; deadlineAt: Date | null; dedupeKey: string },
): Promise<boolean> {
  const now = ctx.clock.now();
  const id = ctx.random.uuid();
  const seq = await tx.notices.create({
    id,
    ownerId: connection.ownerId,
    kind: notice.kind,
    connectionId: connection.id,
    label: connection.label,
    broker: connection.broker,
    errorCode: connection.errorCode,
    nextAction: connection.nextAction,
    deadlineAt: notice.deadlineAt,
    dedupeKey: notice.dedupeKey,
    createdAt: now,
    readAt: null,
    resolvedAt: null,
  });
  if (seq === null) {
    return false;
  }
  for (const channel of await tx.noticeChannels.listOf(connection.ownerId)) {
    if (channel.enabled && channel.kinds.includes(notice.kind)) {
      await tx.noticeDeliveries.create({
        id: ctx.random.uuid(),
        noticeId: id,
        channelId: channel.id,
        lineKey: `${channel.id}:${connection.id}`,
        noticeSeq: seq,
        status: "pending",
        attempts: 0,
        nextAttemptAt: now,
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
