"use client";

import { useQuery } from "@tanstack/react-query";
import { Unplug } from "lucide-react";
import Link from "next/link";
import { ConnectionBody } from "@/components/connections/connection-body";
import { ConnectionPageSkeleton } from "@/components/connections/connection-page-skeleton";
import { OfflineNotice } from "@/components/connections/offline-notice";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** One connection. All that it shows comes from the live list, so a reload or a second tab shows the same. */
export function ConnectionPage({ connectionId }: { connectionId: string }) {
  const { connections, live } = useConnections();
  const brokers = useQuery(useTRPC().brokers.list.queryOptions());
  const connection = connections?.find(({ id }) => id === connectionId);
  const broker = brokers.data?.find(({ id }) => id === connection?.broker);

  if (brokers.error !== null && brokers.data === undefined) {
    return (
      <>
        <PageHeader title="Connection" />
        <ErrorNotice
          error={toErrorResponse(brokers.error)}
          onRetry={() => void brokers.refetch()}
          busy={brokers.isFetching}
        />
      </>
    );
  }
  if (connections === null || brokers.data === undefined) {
    return live === "offline" && connections === null ? (
      <>
        <PageHeader title="Connection" />
        <OfflineNotice />
      </>
    ) : (
      <ConnectionPageSkeleton />
    );
  }
  if (connection === undefined) {
    return (
      <>
        <PageHeader title="Connection not found" />
        <EmptyState
          icon={<Unplug />}
          title="There is no such connection"
          action={
            <Button asChild tone="primary">
              <Link href="/settings/connections">Go to your connections</Link>
            </Button>
          }
        >
          It may have been removed, or it belongs to someone else.
        </EmptyState>
      </>
    );
  }
  if (broker === undefined) {
    return (
      <>
        <PageHeader title={connection.label} />
        <Notice tone="locked" title="This install no longer offers this broker.">
          The connection is kept, but it can't be used until the broker is offered again.
        </Notice>
      </>
    );
  }
  return (
    <>
      {live === "offline" && (
        <div className="pt-4">
          <OfflineNotice />
        </div>
      )}
      <ConnectionBody connection={connection} broker={broker} />
    </>
  );
}
