import type { NoticeMessage } from "@/server/notices/notice-sender.port";
import { factsOf } from "@/server/services/notices/notice-view";
import type { ServiceContext } from "@/server/services/service-context";
import type { NoticeChannelRecord, NoticeRecord } from "@/server/storage/records";
import { noticeText } from "@/shared/notice-text";

/** Page of the app on which channels are set up. */
export const CHANNELS_PAGE = "/settings/notices";
/** Page of the app that lists what needs attention. */
const ATTENTION_PAGE = "/wheel";

/**
 * A notice as it leaves by a channel, in words that are true at `now`. The id is the delivery's, and so the same at
 * every try and another one for each channel.
 */
export function outgoingMessage(
  ctx: Pick<ServiceContext, "brokers" | "settings">,
  id: string,
  notice: NoticeRecord,
  channel: NoticeChannelRecord,
  now: Date,
): NoticeMessage {
  return {
    id,
    kind: notice.kind,
    ...noticeText(factsOf(ctx, notice, now, channel.quietHours?.timeZone ?? "UTC")),
    url: `${ctx.settings.publicUrl}${pageOf(notice)}`,
    connectionId: notice.connectionId,
    connectionLabel: notice.label,
    errorCode: notice.errorCode,
    deadlineAt: notice.deadlineAt,
    createdAt: notice.createdAt,
  };
}

/** The page on which the person can do something about it. */
function pageOf({ kind, connectionId }: NoticeRecord): string {
  if (kind === "attention") {
    return ATTENTION_PAGE;
  }
  return connectionId === null
    ? "/settings/connections"
    : `/settings/connections/${encodeURIComponent(connectionId)}`;
}
