"use client";

import { ShipWheel } from "lucide-react";
import Link from "next/link";
import { RefreshButton } from "@/components/accounts/refresh-button";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHeader } from "@/components/ui/page-header";
import { StatusBadge } from "@/components/ui/status-badge";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import { BlockedNote } from "@/components/wheel/blocked-note";
import { CycleFigures } from "@/components/wheel/cycle-figures";
import { CYCLE_LOOKS } from "@/components/wheel/cycle-looks";
import { CycleTimeline } from "@/components/wheel/cycle-timeline";
import { RollChains } from "@/components/wheel/roll-chains";
import { ShortDetails } from "@/components/wheel/short-details";
import { SourceNote } from "@/components/wheel/source-note";
import { useWheel } from "@/components/wheel/use-wheel";
import { WhatIf } from "@/components/wheel/what-if";
import type { WheelCycle } from "@/shared/schemas/wheel";
import { toErrorResponse } from "@/trpc/error-response";

/** One cycle: its figures, its options, what if, its rolls and its history. */
export function CyclePage({ cycleId }: { cycleId: string }) {
  const { wheel, error, busy, refresh } = useWheel();
  const cycle = wheel.data?.cycles.find((one) => one.cycleId === cycleId);
  return (
    <>
      <PageHeader
        title={cycle === undefined ? "Wheel cycle" : `${cycle.underlying} wheel`}
        description={cycle !== undefined && <Whose cycle={cycle} />}
        actions={
          <>
            <Button asChild tone="quiet">
              <Link href="/wheel">All cycles</Link>
            </Button>
            <RefreshButton busy={busy} onRefresh={refresh} />
          </>
        }
      />
      <div className="flex flex-col gap-4">
        {error !== null && (
          <ErrorNotice error={toErrorResponse(error)} onRetry={refresh} retryLabel="Read again" busy={busy} />
        )}
        {wheel.isPending && (
          <Card>
            <TableSkeleton label="Rebuilding the wheel from your history" rows={10} />
          </Card>
        )}
        {wheel.data !== undefined && cycle === undefined && <NoSuchCycle />}
        {wheel.data !== undefined && cycle !== undefined && (
          <>
            <CycleSources cycle={cycle} sources={wheel.data.sources} />
            <CycleParts cycle={cycle} today={wheel.data.today} />
          </>
        )}
      </div>
    </>
  );
}

function CycleParts({ cycle, today }: { cycle: WheelCycle; today: string }) {
  return (
    <>
      <BlockedNote blocked={cycle.blocked} />
      <CycleFigures cycle={cycle} />
      {cycle.shorts.length > 0 && <ShortDetails shorts={cycle.shorts} />}
      {cycle.closedAt === null && <WhatIf key={cycle.cycleId} cycle={cycle} today={today} />}
      <RollChains cycle={cycle} />
      <CycleTimeline events={cycle.events} underlying={cycle.underlying} />
    </>
  );
}

function CycleSources({ cycle, sources }: Parameters<typeof SourceNote>[0] & { cycle: WheelCycle }) {
  const own = sources.filter(({ connectionId }) => connectionId === cycle.connectionId);
  if (own.every(({ parts }) => parts.every(({ state }) => state === "fresh"))) return null;
  return (
    <Card>
      <SourceNote sources={own} />
    </Card>
  );
}

function Whose({ cycle }: { cycle: WheelCycle }) {
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <StatusBadge look={CYCLE_LOOKS[cycle.state]} />
      <span>
        {cycle.label} {cycle.maskedNumber}
      </span>
    </span>
  );
}

function NoSuchCycle() {
  return (
    <Card>
      <EmptyState
        icon={<ShipWheel />}
        title="This cycle is not there"
        action={
          <Button asChild>
            <Link href="/wheel">See all cycles</Link>
          </Button>
        }
      >
        It may belong to a connection that is signed out, or its history may have changed at the broker.
      </EmptyState>
    </Card>
  );
}
