import type { ReactNode } from "react";
import { noticeCount } from "@/components/notices/channel-state";
import { NOTICE_LOOKS } from "@/components/notices/notice-looks";
import { quietHoursText } from "@/components/notices/quiet-hours";
import { RelativeTime } from "@/components/ui/relative-time";
import { ERROR_CODES } from "@/shared/error-codes";
import type { ChannelView } from "@/shared/schemas/notice";

/** What a channel carries, when it keeps still, and how it did so far. */
export function ChannelFacts({ channel }: { channel: ChannelView }) {
  const { kinds, quietHours, lastDeliveredAt, lastFailedAt, lastErrorCode, waiting } = channel;
  return (
    <dl className="grid gap-x-6 gap-y-3 text-13 sm:grid-cols-2 lg:grid-cols-[1.6fr_1.2fr_1fr_1.6fr]">
      <Fact name="Carries">{kinds.map((kind) => NOTICE_LOOKS[kind].word).join(", ")}</Fact>
      <Fact name="Quiet hours">{quietHours === null ? "None" : quietHoursText(quietHours)}</Fact>
      <Fact name="Last delivered">
        {lastDeliveredAt === null ? "Never" : <RelativeTime at={lastDeliveredAt} />}
        {waiting > 0 && <span className="block">{noticeCount(waiting)} waiting</span>}
      </Fact>
      <Fact name="Last failure">
        {lastFailedAt === null ? "None" : <RelativeTime at={lastFailedAt} />}
        {lastErrorCode !== null && (
          <span className="block text-ink-soft">{ERROR_CODES[lastErrorCode].message}</span>
        )}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0 max-sm:flex max-sm:justify-between max-sm:gap-4">
      <dt className="shrink-0 text-ink-soft">{name}</dt>
      <dd className="min-w-0 break-words max-sm:text-right">{children}</dd>
    </div>
  );
}
