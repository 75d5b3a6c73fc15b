"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { AuditFilterBar } from "@/components/audit/audit-filter-bar";
import { countFilters, NO_FILTERS, toAuditQuery } from "@/components/audit/audit-filters";
import { AuditList } from "@/components/audit/audit-list";
import { EventDrawer } from "@/components/audit/event-drawer";
import { useAuditFilters } from "@/components/audit/use-audit-filters";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** Who did what and when, newest first, with search, filters and details. */
export function AuditPage() {
  const trpc = useTRPC();
  const { typed, setTyped, asked } = useAuditFilters();
  const [openId, setOpenId] = useState<string | null>(null);
  const search = useInfiniteQuery(
    trpc.audit.search.infiniteQueryOptions(toAuditQuery(asked), {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
  const events = search.data?.pages.flatMap((page) => page.events) ?? [];
  const openIndex = events.findIndex((event) => event.id === openId);
  const stepTo = (index: number) => {
    const neighbour = openIndex === -1 ? undefined : events[index];
    return neighbour === undefined ? undefined : () => setOpenId(neighbour.id);
  };
  return (
    <>
      <PageHeader
        title="Audit log"
        description="Who did what and when. Entries can't be changed here; times are in your zone."
        actions={
          <Button
            busy={search.isFetching && !search.isFetchingNextPage}
            busyLabel="Reading"
            icon={<RefreshCw aria-hidden className="size-4" />}
            onClick={() => search.refetch()}
          >
            Refresh
          </Button>
        }
      />
      <Card>
        <AuditFilterBar filters={typed} onChange={setTyped} />
        <AuditList
          events={search.data === undefined ? null : events}
          filtered={countFilters(asked) > 0}
          error={search.error === null ? null : toErrorResponse(search.error)}
          dimmed={search.isPlaceholderData}
          openId={openId}
          onOpen={(event) => setOpenId(event.id)}
          onRetry={() => search.refetch()}
          onClear={() => setTyped(NO_FILTERS)}
          onMore={search.hasNextPage ? () => search.fetchNextPage() : undefined}
          loadingMore={search.isFetchingNextPage}
        />
      </Card>
      <EventDrawer
        event={events[openIndex] ?? null}
        onClose={() => setOpenId(null)}
        onNewer={stepTo(openIndex - 1)}
        onOlder={stepTo(openIndex + 1)}
      />
    </>
  );
}
