import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { NoticeKind } from "@/shared/schemas/notice";

type RaiseContext = Pick<ServiceContext, "clock" | "random">;

/** So many of a kind leave for a connection in an hour; further ones wait, and go only if they still hold. */
const MAX_IN_WINDOW = 3;
const WINDOW_MS = 3_600_000;

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
  const leavesAt = await leaveTime(tx, connection.id, notice.kind, now);
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
      const lineKey = `${channel.id}:${connection.id}`;
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

/** When a notice may leave: now, or once fewer than the most of its kind were raised in the hour before. */
async function leaveTime(
  tx: StorageTx,
  connectionId: string,
  kind: Exclude<NoticeKind, "test">,
  now: Date,
): Promise<Date> {
  if (kind === "deadline_ahead" || kind === "connected_again") {
    return now;
  }
  const since = new Date(now.getTime() - WINDOW_MS);
  const raised = await tx.notices.raisedSince(connectionId, kind, since, MAX_IN_WINDOW);
  const oldest = raised[MAX_IN_WINDOW - 1];
  return oldest === undefined ? now : new Date(oldest.getTime() + WINDOW_MS);
}
