"use client";

import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { presentNotice } from "@/components/notices/present-notice";
import { Badge } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import { formatExactTime } from "@/components/ui/format-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { useNow } from "@/components/ui/use-now";
import type { NoticeView } from "@/shared/schemas/notice";

interface NoticeItemProps {
  notice: NoticeView;
  /** The person's connections; null while they are not known. */
  connectionIds: readonly string[] | null;
  onFollow?: () => void;
}

/** One notice: what kind, what happened, when, and whether it is mended; leads to its connection. */
export function NoticeItem({ notice, connectionIds, onFollow }: NoticeItemProps) {
  const { look, settledAt, isNew, ahead, href } = presentNotice(notice, connectionIds, useNow(15_000));
  return (
    <li
      className={classNames(
        "relative flex flex-col gap-1 border-b border-line px-4 py-3 last:border-b-0",
        href !== null && "hover:bg-sunken/60",
      )}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13">
        <StatusBadge plain look={look} />
        {isNew && <Badge tone="neutral">New</Badge>}
        <RelativeTime at={notice.createdAt} className="relative z-10 ml-auto text-ink-soft" />
      </div>
      <p className={classNames("break-words", settledAt === null ? "font-medium" : "text-ink-soft")}>
        {href === null ? (
          notice.title
        ) : (
          <Link
            href={href}
            {...(onFollow === undefined ? {} : { onClick: onFollow })}
            className="outline-none hover:underline after:absolute after:inset-0 after:-outline-offset-2 focus-visible:after:outline-2 focus-visible:after:outline-focus"
          >
            {notice.title}
          </Link>
        )}
      </p>
      <p className="prose-width text-13 break-words text-ink-soft">{notice.text}</p>
      {ahead !== null && (
        <p className="text-13">
          {ahead.word} <RelativeTime at={ahead.at} className="relative z-10 font-medium" />
          <span aria-hidden>, {formatExactTime(ahead.at)}</span>
        </p>
      )}
      {settledAt !== null && (
        <p className="flex items-center gap-1.5 text-13 text-ok">
          <CircleCheck aria-hidden className="size-4 shrink-0" />
          <span>
            Mended <RelativeTime at={settledAt} className="relative z-10" />
          </span>
        </p>
      )}
    </li>
  );
}
