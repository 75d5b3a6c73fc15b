"use client";

import { ShipWheel } from "lucide-react";
import { AttentionList } from "@/components/attention/attention-list";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import { BesideTable } from "@/components/wheel/beside-table";
import { ClosedTable } from "@/components/wheel/closed-table";
import { OverviewFrame } from "@/components/wheel/overview-frame";
import { UnderlyingGroup } from "@/components/wheel/underlying-group";
import { useWheel } from "@/components/wheel/use-wheel";
import { WheelTabs } from "@/components/wheel/wheel-tabs";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { WheelCycle, WheelView } from "@/shared/schemas/wheel";

interface WheelBodyProps {
  connections: readonly ConnectionView[];
  nameOf: (connection: ConnectionView) => string;
}

/** What needs the person, then the open cycles by underlying, the closed ones, and what is beside the wheel. */
export function WheelBody({ connections, nameOf }: WheelBodyProps) {
  return (
    <OverviewFrame
      title="Wheel"
      description="Rebuilt from what happened in your accounts. In US dollars; not tax advice."
      reading={useWheel()}
      connections={connections}
      nameOf={nameOf}
      above={<AttentionList />}
      waiting={
        <Card>
          <TableSkeleton label="Rebuilding the wheel from your history" rows={10} />
        </Card>
      }
    >
      {(view) => <WheelParts view={view} />}
    </OverviewFrame>
  );
}

function WheelParts({ view }: { view: WheelView }) {
  const open = view.cycles.filter(({ closedAt }) => closedAt === null);
  const closed = view.cycles
    .filter(({ closedAt }) => closedAt !== null)
    .toSorted((a, b) => (b.closedAt ?? "").localeCompare(a.closedAt ?? ""));
  return (
    <WheelTabs
      tabs={[
        {
          value: "open",
          label: "Open cycles",
          count: open.length,
          content: <OpenCycles cycles={open} view={view} />,
        },
        {
          value: "closed",
          label: "Closed cycles",
          count: closed.length,
          content: (
            <Card>
              <ClosedTable cycles={closed} />
            </Card>
          ),
        },
        {
          value: "beside",
          label: "Beside the wheel",
          count: view.beside.length,
          content: (
            <Card>
              <BesideTable options={view.beside} />
            </Card>
          ),
        },
      ]}
    />
  );
}

function OpenCycles({ cycles, view }: { cycles: readonly WheelCycle[]; view: WheelView }) {
  const underlyings = [...new Set(cycles.map(({ underlying }) => underlying))].toSorted();
  if (underlyings.length === 0) {
    return (
      <Card>
        <EmptyState icon={<ShipWheel />} title="No wheel is turning">
          A cycle begins when a put or a call is sold to open. Once your account has one, it stands here with
          its premium, basis and break-even.
        </EmptyState>
      </Card>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {underlyings.map((underlying) => (
        <UnderlyingGroup
          key={underlying}
          underlying={underlying}
          cycles={cycles.filter((cycle) => cycle.underlying === underlying)}
          total={view.byUnderlying.find((total) => total.underlying === underlying)}
        />
      ))}
    </div>
  );
}
