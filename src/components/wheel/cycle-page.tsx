"use client";

import { ShipWheel } from "lucide-react";
import Link from "next/link";
import { FiguresFrame } from "@/components/accounts/figures-frame";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { StatusBadge } from "@/components/ui/status-badge";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import { BlockedNote } from "@/components/wheel/blocked-note";
import { CycleFigures } from "@/components/wheel/cycle-figures";
import { CYCLE_LOOKS } from "@/components/wheel/cycle-looks";
import { CycleTimeline } from "@/components/wheel/cycle-timeline";
import { RollChains } from "@/components/wheel/roll-chains";
import { ShortDetails } from "@/components/wheel/short-details";
import { SourceNote } from "@/components/wheel/source-note";
import { useCycle } from "@/components/wheel/use-cycle";
import { WhatIf } from "@/components/wheel/what-if";
import type { CycleView, WheelCycle } from "@/shared/schemas/wheel";
import { toErrorResponse } from "@/trpc/error-response";

/** One cycle: its figures, its options, what if, its rolls and its history. */
export function CyclePage({ cycleId }: { cycleId: string }) {
  const { view, error, isPending, busy, refresh } = useCycle(cycleId);
  const cycle = view?.cycle;
  const trouble = error === null ? null : toErrorResponse(error);
  const isGone = trouble?.name === "API_RESOURCE_NOT_FOUND";
  return (
    <FiguresFrame
      title={cycle === undefined ? "Wheel cycle" : `${cycle.underlying} wheel`}
      description={cycle !== undefined && <Whose cycle={cycle} />}
      busy={busy}
      onRefresh={refresh}
      actions={
        <Button asChild tone="quiet">
          <Link href="/wheel">All cycles</Link>
        </Button>
      }
    >
      {trouble !== null && !isGone && (
        <ErrorNotice error={trouble} onRetry={refresh} retryLabel="Read again" busy={busy} />
      )}
      {isPending && (
        <Card>
          <TableSkeleton label="Rebuilding the wheel from your history" rows={10} />
        </Card>
      )}
      {isGone && <NoSuchCycle />}
      {view !== undefined && !isGone && (
        <>
          <CycleSource source={view.source} />
          <CycleParts view={view} />
        </>
      )}
    </FiguresFrame>
  );
}

function CycleParts({ view }: { view: CycleView }) {
  const { cycle, history, eventCount, rollCount, today } = view;
  return (
    <>
      <BlockedNote blocked={cycle.blocked} />
      <CycleFigures cycle={cycle} />
      {cycle.shorts.length > 0 && <ShortDetails shorts={cycle.shorts} />}
      {cycle.closedAt === null && <WhatIf key={cycle.cycleId} cycle={cycle} today={today} />}
      <RollChains cycle={cycle} history={history} rollCount={rollCount} />
      <CycleTimeline events={history.events} eventCount={eventCount} underlying={cycle.underlying} />
    </>
  );
}

function CycleSource({ source }: Pick<CycleView, "source">) {
  if (source.parts.every(({ state }) => state === "fresh")) return null;
  return (
    <Card>
      <SourceNote sources={[source]} />
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
