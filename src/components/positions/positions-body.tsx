"use client";

import { Layers } from "lucide-react";
import Link from "next/link";
import { useMemo, useState } from "react";
import { ReadingStrip } from "@/components/accounts/reading-strip";
import { RefreshButton } from "@/components/accounts/refresh-button";
import { positionCard } from "@/components/positions/position-card";
import { POSITION_COLUMNS } from "@/components/positions/position-columns";
import {
  keyOfPosition,
  type PositionRow,
  positionRows,
  stateOfPosition,
} from "@/components/positions/position-row";
import { PositionTotals } from "@/components/positions/position-totals";
import { usePositions } from "@/components/positions/use-positions";
import { DataGrid } from "@/components/table/data-grid";
import { RowDrawer } from "@/components/table/row-drawer";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import type { ConnectionView } from "@/shared/schemas/connection";

const INITIAL = { sort: [{ id: "value", desc: true }], group: [] };

interface PositionsBodyProps {
  connections: readonly ConnectionView[];
  nameOf: (connection: ConnectionView) => string;
}

/** The positions of the connections that can be read. */
export function PositionsBody({ connections, nameOf }: PositionsBodyProps) {
  const { readings, views, busy, refresh } = usePositions(connections);
  const rows = useMemo(() => positionRows(views, connections), [views, connections]);
  const [opened, setOpened] = useState<PositionRow | null>(null);
  const loading = readings.some((reading) => reading.loading);
  const anyRead = readings.some((reading) => reading.view !== undefined);
  return (
    <>
      <PageHeader
        title="Positions"
        description="Amounts in US dollars, prices per share."
        actions={<RefreshButton busy={busy} onRefresh={refresh} />}
      />
      <div className="flex flex-col gap-4">
        <ReadingStrip readings={readings} nameOf={nameOf} onRetry={refresh} />
        {rows.length > 0 && <PositionTotals rows={rows} />}
        {rows.length > 0 ? (
          <DataGrid
            gridId="positions"
            caption="Positions of all accounts"
            noun={["position", "positions"]}
            searchLabel="Search positions"
            columns={POSITION_COLUMNS}
            rows={rows}
            rowKey={keyOfPosition}
            stateOf={stateOfPosition}
            initial={INITIAL}
            card={positionCard}
            onOpen={setOpened}
          />
        ) : loading ? (
          <Card>
            <TableSkeleton label="Reading positions" rows={10} />
          </Card>
        ) : (
          anyRead && (
            <Card>
              <EmptyState icon={<Layers />} title="No positions">
                The accounts that could be read hold neither shares nor options.
              </EmptyState>
            </Card>
          )
        )}
      </div>
      <RowDrawer
        row={opened}
        title={(row) => row.title}
        columns={POSITION_COLUMNS}
        onClose={() => setOpened(null)}
      >
        {(row) => (
          <Button asChild>
            <Link href={`/options?underlying=${encodeURIComponent(row.position.symbol)}`}>
              Look up contracts of {row.position.symbol}
            </Link>
          </Button>
        )}
      </RowDrawer>
    </>
  );
}
