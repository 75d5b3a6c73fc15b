"use client";

import { useQuery } from "@tanstack/react-query";
import { Cable, Plug } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { canReadSummary } from "@/components/accounts/summary-state";
import { brokerName } from "@/components/connections/broker-name";
import { OfflineNotice } from "@/components/connections/offline-notice";
import { useConnections } from "@/components/shell/connections-provider";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import type { ConnectionView } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";

interface ReadingPageProps {
  title: string;
  /** What the page shows once something is connected. */
  purpose: string;
  children: (
    connections: readonly ConnectionView[],
    nameOf: (connection: ConnectionView) => string,
  ) => ReactNode;
}

/** A page of account data: what stands there before anything is connected, while it loads and when the line is down. */
export function ReadingPage({ title, purpose, children }: ReadingPageProps) {
  const { connections, live } = useConnections();
  const brokers = useQuery(useTRPC().brokers.list.queryOptions());
  const nameOf = (connection: ConnectionView) => brokerName(brokers.data ?? [], connection.broker);
  if (connections === null) {
    return (
      <>
        <PageHeader title={title} />
        {live === "offline" ? (
          <OfflineNotice />
        ) : (
          <Card>
            <TableSkeleton label={`Loading ${title.toLowerCase()}`} rows={10} />
          </Card>
        )}
      </>
    );
  }
  const readable = connections.some(canReadSummary);
  if (!readable) {
    const none = connections.length === 0;
    return (
      <>
        <PageHeader title={title} />
        <Card>
          <EmptyState
            icon={none ? <Cable /> : <Plug />}
            title={none ? "Nothing is connected yet" : "Nothing is signed in"}
            action={
              <Button asChild tone="primary">
                <Link href="/settings/connections">{none ? "Connect a broker" : "Sign in to a broker"}</Link>
              </Button>
            }
          >
            {purpose}
          </EmptyState>
        </Card>
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
      {children(connections, nameOf)}
    </>
  );
}
