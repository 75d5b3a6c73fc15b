import { writeNotice } from "@/server/services/notices/write-notice";
import type { ServiceContext } from "@/server/services/service-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { StorageTx } from "@/server/storage/storage";
import type { NoticeKind } from "@/shared/schemas/notice";

/** The kinds that tell of a connection's state. */
type ConnectionNoticeKind = Exclude<NoticeKind, "test" | "attention">;
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
  notice: { kind: ConnectionNoticeKind; deadlineAt: Date | null; dedupeKey: string },
): Promise<boolean> {
  const leavesAt = await leaveTime(tx, connection.id, notice.kind, ctx.clock.now());
  return writeNotice(
    ctx,
    tx,
    {
      ownerId: connection.ownerId,
      kind: notice.kind,
      connectionId: connection.id,
      label: connection.label,
      broker: connection.broker,
      errorCode: connection.errorCode,
      nextAction: connection.nextAction,
      deadlineAt: notice.deadlineAt,
      details: null,
      dedupeKey: notice.dedupeKey,
    },
    leavesAt,
  );
}

/** When a notice may leave: now, or once fewer than the most of its kind were raised in the hour before. */
async function leaveTime(
  tx: StorageTx,
  connectionId: string,
  kind: ConnectionNoticeKind,
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
