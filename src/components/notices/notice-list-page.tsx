"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Bell, CheckCheck, Settings2 } from "lucide-react";
import Link from "next/link";
import { OfflineNotice } from "@/components/connections/offline-notice";
import { NoticeItem } from "@/components/notices/notice-item";
import { NoticeListSkeleton } from "@/components/notices/notice-list-skeleton";
import { TroubledChannels } from "@/components/notices/troubled-channels";
import { useMarkRead } from "@/components/notices/use-mark-read";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHeader } from "@/components/ui/page-header";
import type { NoticePage } from "@/shared/schemas/notice";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

const PAGE_SIZE = 25;

/** Every notice, newest first, page by page. */
export function NoticeListPage() {
  const { connections, live } = useConnections();
  const list = useNoticePages();
  const notices = list.data?.pages.flatMap((page) => page.notices);
  const markRead = useMarkRead(notices?.[0], () => document.getElementById("content"));
  const connectionIds = connections?.map(({ id }) => id) ?? null;
  return (
    <>
      <PageHeader
        title="Notices"
        description="What you were told about your connections, newest first. It stays unread until you mark it as read."
        actions={
          <>
            {markRead !== null && (
              <Button
                icon={<CheckCheck aria-hidden className="size-4" />}
                busy={markRead.busy}
                onClick={markRead.press}
              >
                Mark all as read
              </Button>
            )}
            <ChannelsLink />
          </>
        }
      />
      <div className="flex flex-col gap-4">
        {live === "offline" && <OfflineNotice />}
        {list.error !== null && (
          <ErrorNotice
            error={toErrorResponse(list.error)}
            onRetry={() => void list.refetch()}
            busy={list.isFetching}
          />
        )}
        {list.isPending && live !== "offline" && (
          <Card>
            <NoticeListSkeleton rows={6} />
          </Card>
        )}
        {notices !== undefined && (
          <Card>
            <TroubledChannels />
            {notices.length === 0 && (
              <EmptyState icon={<Bell />} title="No notice so far" action={<ChannelsLink />}>
                You are told here when a connection needs you, 24 hours and 1 hour before a session ends that
                only you can renew, and when all is well again. A channel brings it to your mail or chat too.
              </EmptyState>
            )}
            {notices.length > 0 && (
              <ul aria-label="Notices">
                {notices.map((notice) => (
                  <NoticeItem key={notice.id} notice={notice} connectionIds={connectionIds} />
                ))}
              </ul>
            )}
            {list.hasNextPage && (
              <div className="border-t border-line p-3 text-center">
                <Button
                  busy={list.isFetchingNextPage}
                  busyLabel="Reading"
                  onClick={() => void list.fetchNextPage()}
                >
                  Show older
                </Button>
              </div>
            )}
          </Card>
        )}
      </div>
    </>
  );
}

function useNoticePages() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: [...trpc.notices.list.queryKey(), "pages"],
    queryFn: ({ pageParam, signal }) =>
      client.notices.list.query(
        { limit: PAGE_SIZE, ...(pageParam === null ? {} : { before: pageParam }) },
        { signal },
      ),
    initialPageParam: null as NoticePage["before"],
    getNextPageParam: (page: NoticePage) => page.before,
  });
}

function ChannelsLink() {
  return (
    <Button asChild>
      <Link href="/settings/notices">
        <Settings2 aria-hidden className="size-4" />
        Notice channels
      </Link>
    </Button>
  );
}
