"use client";

import { useQuery } from "@tanstack/react-query";
import { ChartNoAxesColumn } from "lucide-react";
import { useMemo } from "react";
import { AllocationSection } from "@/components/accounts/allocation-section";
import { DashboardEmpty } from "@/components/accounts/dashboard-empty";
import { DashboardSkeleton } from "@/components/accounts/dashboard-skeleton";
import { HistorySection } from "@/components/accounts/history-section";
import { RefreshButton } from "@/components/accounts/refresh-button";
import { StatusStrip } from "@/components/accounts/status-strip";
import { SummarySection } from "@/components/accounts/summary-section";
import { totalsOf } from "@/components/accounts/totals";
import { TotalsSection } from "@/components/accounts/totals-section";
import { type ConnectionSummary, useAccountSummaries } from "@/components/accounts/use-account-summaries";
import { AttentionList } from "@/components/attention/attention-list";
import { brokerName } from "@/components/connections/broker-name";
import { OfflineNotice } from "@/components/connections/offline-notice";
import { positionRows } from "@/components/positions/position-row";
import { usePositions } from "@/components/positions/use-positions";
import { useConnections } from "@/components/shell/connections-provider";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import type { ConnectionView } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";

/** Am I connected, is anything wrong, what do I have to do, and what is there: in that order. */
export function DashboardPage() {
  const { connections, live } = useConnections();
  if (connections === null) {
    return live === "offline" ? (
      <>
        <PageHeader title="Dashboard" />
        <OfflineNotice />
      </>
    ) : (
      <DashboardSkeleton />
    );
  }
  if (connections.length === 0) return <DashboardEmpty />;
  return <DashboardFigures connections={connections} offline={live === "offline"} />;
}

interface DashboardFiguresProps {
  connections: readonly ConnectionView[];
  offline: boolean;
}

function DashboardFigures({ connections, offline }: DashboardFiguresProps) {
  const brokers = useQuery(useTRPC().brokers.list.queryOptions());
  const { summaries, refresh } = useAccountSummaries(connections);
  const positions = usePositions(connections);
  const rows = useMemo(() => positionRows(positions.views, connections), [positions.views, connections]);
  const readable = summaries.filter(({ state }) => state !== "not_connected");
  const busy = positions.busy || readable.some((summary) => summary.busy);
  const nameOf = (connection: ConnectionView) => brokerName(brokers.data ?? [], connection.broker);
  return (
    <>
      <PageHeader
        title="Dashboard"
        actions={
          readable.length > 0 && (
            <RefreshButton
              busy={busy}
              onRefresh={() => {
                refresh(readable.map(({ connection }) => connection.id));
                positions.refresh();
              }}
            />
          )
        }
      />
      <div className="flex flex-col gap-4">
        {offline && <OfflineNotice />}
        <StatusStrip connections={connections} nameOf={nameOf} />
        {readable.length > 0 && <AttentionList limit={3} />}
        {readable.length === 0 && (
          <Card>
            <EmptyState icon={<ChartNoAxesColumn />} title="No figures yet">
              Once a connection is signed in, the balances of its accounts stand here, each with its source
              and its age.
            </EmptyState>
          </Card>
        )}
        <TotalsSection summaries={summaries} />
        {rows.length > 0 && <AllocationSection rows={rows} cash={cashOf(summaries)} />}
        {readable.length > 0 && <HistorySection newest={newestOf(summaries)} />}
        {readable.map((summary) => (
          <SummarySection
            key={summary.connection.id}
            summary={summary}
            brokerName={nameOf(summary.connection)}
            onRefresh={() => refresh([summary.connection.id])}
          />
        ))}
      </div>
    </>
  );
}

/** The dollars in cash of all accounts that could be read; null when none says. */
function cashOf(summaries: readonly ConnectionSummary[]): string | null {
  const views = summaries.flatMap(({ state, view }) =>
    state === "figures" && view !== undefined ? [view] : [],
  );
  return totalsOf(views).currencies.find(({ currency }) => currency === "USD")?.figures.cash.sum ?? null;
}

/** The time of the newest reading of any connection; empty before the first. */
function newestOf(summaries: readonly ConnectionSummary[]): string {
  const times = summaries.map(({ view }) => view?.provenance.asOf ?? "");
  return times.toSorted().at(-1) ?? "";
}
