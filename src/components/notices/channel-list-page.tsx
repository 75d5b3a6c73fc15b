"use client";

import { useQuery } from "@tanstack/react-query";
import { BellRing, Plus } from "lucide-react";
import { useRef, useState } from "react";
import { OfflineNotice } from "@/components/connections/offline-notice";
import { AddChannelDialog } from "@/components/notices/add-channel-dialog";
import { ChannelList } from "@/components/notices/channel-list";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { focusIfLost } from "@/components/ui/focus-if-lost";
import { PageHeader } from "@/components/ui/page-header";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

const ASK_WHILE_WAITING_MS = 10_000;

/** The ways by which notices reach the person outside the app. */
export function ChannelListPage() {
  const { live } = useConnections();
  const [adding, setAdding] = useState(false);
  const add = useRef<HTMLButtonElement>(null);
  const toAddButton = () => focusIfLost(() => add.current);
  const answer = useQuery(
    useTRPC().notices.channels.queryOptions(undefined, {
      refetchInterval: ({ state }) =>
        state.data?.channels.some(({ waiting }) => waiting > 0) === true ? ASK_WHILE_WAITING_MS : false,
    }),
  );
  const channels = answer.data?.channels ?? [];
  const addButton = (
    <Button
      ref={add}
      tone="primary"
      icon={<Plus aria-hidden className="size-4" />}
      disabled={answer.data === undefined}
      onClick={() => setAdding(true)}
    >
      Add channel
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Notice channels"
        description="Ways to reach you when a connection needs you and this app isn't open. Whatever you choose here, every notice is under the bell too."
        actions={channels.length > 0 && addButton}
      />
      <div className="flex flex-col gap-4">
        {live === "offline" && <OfflineNotice />}
        {answer.error !== null && (
          <ErrorNotice
            error={toErrorResponse(answer.error)}
            onRetry={() => void answer.refetch()}
            busy={answer.isFetching}
          />
        )}
        {answer.isPending && live !== "offline" && <ListSkeleton />}
        {answer.data !== undefined && channels.length === 0 && (
          <Card>
            <EmptyState icon={<BellRing />} title="No channel yet" action={addButton}>
              Some sessions end unless you act. A channel tells you in time, by mail, chat or push: when a
              connection needs you, 24 hours and 1 hour before a deadline, and when all is well again.
            </EmptyState>
          </Card>
        )}
        {channels.length > 0 && <ChannelList channels={channels} onClosed={toAddButton} />}
      </div>
      {adding && answer.data !== undefined && (
        <AddChannelDialog
          kinds={answer.data.kinds}
          onClose={() => {
            setAdding(false);
            toAddButton();
          }}
        />
      )}
    </>
  );
}

function ListSkeleton() {
  return (
    <LoadingRegion label="Reading your channels">
      <Card className="divide-y divide-line">
        {["first", "second"].map((row) => (
          <div key={row} className="flex flex-col gap-4 p-4">
            <div className="flex justify-between gap-6">
              <Skeleton className="w-48 max-w-full" />
              <Skeleton className="h-8 w-32" />
            </div>
            <Skeleton className="w-3/4" />
          </div>
        ))}
      </Card>
    </LoadingRegion>
  );
}
