"use client";

import { useQuery } from "@tanstack/react-query";
import { Cable, Plus } from "lucide-react";
import { useState } from "react";
import { AddConnectionDialog } from "@/components/connections/add-connection-dialog";
import { brokerName } from "@/components/connections/broker-name";
import { ConnectionRow } from "@/components/connections/connection-row";
import { OfflineNotice } from "@/components/connections/offline-notice";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHeader } from "@/components/ui/page-header";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** All connections of the person, each with its state and its one next step. */
export function ConnectionListPage() {
  const { connections, live } = useConnections();
  const brokers = useQuery(useTRPC().brokers.list.queryOptions());
  const [adding, setAdding] = useState(false);
  const canAdd = (brokers.data ?? []).length > 0;
  const addButton = (
    <Button
      tone="primary"
      icon={<Plus aria-hidden className="size-4" />}
      disabled={!canAdd}
      onClick={() => setAdding(true)}
    >
      Add connection
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Connections"
        description="Your links to your brokers. Each keeps its own session, encrypted on this server."
        actions={connections !== null && connections.length > 0 && addButton}
      />
      <div className="flex flex-col gap-4">
        {live === "offline" && <OfflineNotice />}
        {brokers.error !== null && (
          <ErrorNotice
            error={toErrorResponse(brokers.error)}
            onRetry={() => void brokers.refetch()}
            busy={brokers.isFetching}
          />
        )}
        {connections === null ? (
          live === "offline" ? null : (
            <ListSkeleton />
          )
        ) : connections.length === 0 ? (
          <Card>
            <EmptyState icon={<Cable />} title="No connection yet" action={addButton}>
              A connection holds your sign-in at one broker, so that its accounts show up here and the session
              stays alive. Adding one takes a minute; you sign in on the next page.
            </EmptyState>
          </Card>
        ) : (
          <Card>
            <ul aria-label="Connections" className="divide-y divide-line">
              {connections.map((connection) => (
                <ConnectionRow
                  key={connection.id}
                  connection={connection}
                  brokerName={brokerName(brokers.data ?? [], connection.broker)}
                />
              ))}
            </ul>
          </Card>
        )}
      </div>
      {canAdd && <AddConnectionDialog brokers={brokers.data ?? []} open={adding} onOpenChange={setAdding} />}
    </>
  );
}

function ListSkeleton() {
  return (
    <LoadingRegion label="Loading your connections">
      <Card className="divide-y divide-line">
        {["first", "second"].map((row) => (
          <div key={row} className="flex items-center justify-between gap-6 p-4">
            <div className="flex flex-1 flex-col gap-2.5">
              <Skeleton className="w-48 max-w-full" />
              <Skeleton className="w-72 max-w-full" />
            </div>
            <Skeleton className="h-8 w-28" />
          </div>
        ))}
      </Card>
    </LoadingRegion>
  );
}
