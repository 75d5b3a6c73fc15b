"use client";

import { useQuery } from "@tanstack/react-query";
import { CheckCheck, Settings2 } from "lucide-react";
import Link from "next/link";
import { useRef } from "react";
import { NoticeItem } from "@/components/notices/notice-item";
import { NoticeListSkeleton } from "@/components/notices/notice-list-skeleton";
import { TroubledChannels } from "@/components/notices/troubled-channels";
import { useMarkRead } from "@/components/notices/use-mark-read";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

const SHOWN = 6;

/** The last few notices, for the layer under the bell. */
export function LatestNotices({ onLeave }: { onLeave: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const latest = useQuery(useTRPC().notices.list.queryOptions({ limit: SHOWN }));
  const markRead = useMarkRead(latest.data?.notices[0], () => heading.current);
  const connectionIds = useConnections().connections?.map(({ id }) => id) ?? null;
  return (
    <>
      <div className="sticky top-0 z-20 flex min-h-12 items-center justify-between gap-3 border-b border-line bg-raised px-4 py-2">
        <h2 ref={heading} tabIndex={-1} className="font-semibold">
          Notices
        </h2>
        {markRead !== null && (
          <Button
            tone="quiet"
            size="small"
            icon={<CheckCheck aria-hidden className="size-4" />}
            busy={markRead.busy}
            onClick={markRead.press}
          >
            Mark all as read
          </Button>
        )}
      </div>
      <TroubledChannels onLeave={onLeave} />
      {latest.error !== null && (
        <div className="p-3">
          <ErrorNotice
            error={toErrorResponse(latest.error)}
            onRetry={() => void latest.refetch()}
            busy={latest.isFetching}
          />
        </div>
      )}
      {latest.isPending && <NoticeListSkeleton rows={3} />}
      {latest.data?.notices.length === 0 && (
        <p className="px-4 py-6 text-13 text-ink-soft">
          Nothing so far. You are told here when a connection needs you, before a session ends that only you
          can renew, and when all is well again.
        </p>
      )}
      {latest.data !== undefined && latest.data.notices.length > 0 && (
        <ul aria-label="Latest notices">
          {latest.data.notices.map((notice) => (
            <NoticeItem key={notice.id} notice={notice} connectionIds={connectionIds} onFollow={onLeave} />
          ))}
        </ul>
      )}
      <div className="sticky bottom-0 z-20 flex items-center justify-between gap-3 border-t border-line bg-raised px-4 py-2">
        <Button asChild>
          <Link href="/notices" onClick={onLeave}>
            All notices
          </Link>
        </Button>
        <Button asChild tone="quiet">
          <Link href="/settings/notices" onClick={onLeave}>
            <Settings2 aria-hidden className="size-4" />
            Channels
          </Link>
        </Button>
      </div>
    </>
  );
}
