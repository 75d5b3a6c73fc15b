import type { ServiceContext } from "@/server/services/service-context";
import type { NoticeRecord } from "@/server/storage/records";
import { type NoticeFacts, noticeText } from "@/shared/notice-text";
import type { NoticeView } from "@/shared/schemas/notice";

/** What the words of a notice are made of, as they are true at `now`. */
export function factsOf(
  ctx: Pick<ServiceContext, "brokers">,
  notice: NoticeRecord,
  now: Date,
  timeZone: string,
): NoticeFacts {
  const { kind, label, broker, nextAction, errorCode, deadlineAt, details } = notice;
  const brokerName = broker === null ? null : (ctx.brokers[broker]?.description.name ?? null);
  return { kind, label, brokerName, nextAction, errorCode, deadlineAt, details, now, timeZone };
}

/** A notice as its owner reads it in the app; the page shows the times in the reader's own zone beside the text. */
export function toNoticeView(
  ctx: Pick<ServiceContext, "brokers" | "clock">,
  notice: NoticeRecord,
): NoticeView {
  return {
    id: notice.id,
    seq: notice.seq,
    kind: notice.kind,
    ...noticeText(factsOf(ctx, notice, ctx.clock.now(), "UTC")),
    connectionId: notice.connectionId,
    connectionLabel: notice.label,
    errorCode: notice.errorCode,
    deadlineAt: notice.deadlineAt?.toISOString() ?? null,
    createdAt: notice.createdAt.toISOString(),
    readAt: notice.readAt?.toISOString() ?? null,
    resolvedAt: notice.resolvedAt?.toISOString() ?? null,
  };
}
