"use client";

import { FileStack } from "lucide-react";
import { useMemo, useState } from "react";
import { ReadingStrip } from "@/components/accounts/reading-strip";
import { RefreshButton } from "@/components/accounts/refresh-button";
import { canReadSummary } from "@/components/accounts/summary-state";
import { ChainSection } from "@/components/options/chain-section";
import { optionCard } from "@/components/options/option-card";
import { OPTION_COLUMNS } from "@/components/options/option-columns";
import {
  keyOfPosition,
  type PositionRow,
  positionRows,
  stateOfPosition,
} from "@/components/positions/position-row";
import { usePositions } from "@/components/positions/use-positions";
import { DataGrid } from "@/components/table/data-grid";
import { RowDrawer } from "@/components/table/row-drawer";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import type { ConnectionView } from "@/shared/schemas/connection";

const INITIAL = { sort: [{ id: "expiration", desc: false }], group: [] };

interface OptionsBodyProps {
  connections: readonly ConnectionView[];
  nameOf: (connection: ConnectionView) => string;
  /** Looked up at once when it is not empty. */
  underlying: string;
}

/** The open options of the connections that can be read; the soonest expiration first. */
export function OptionsBody({ connections, nameOf, underlying }: OptionsBodyProps) {
  const { readings, views, busy, refresh } = usePositions(connections);
  const rows = useMemo(
    () => positionRows(views, connections).filter(({ position }) => position.kind === "option"),
    [views, connections],
  );
  const [opened, setOpened] = useState<PositionRow | null>(null);
  const loading = readings.some((reading) => reading.loading);
  return (
    <>
      <PageHeader
        title="Options"
        description="Prices and greeks per share, amounts in US dollars. Days are those of New York."
        actions={<RefreshButton busy={busy} onRefresh={refresh} />}
      />
      <div className="flex flex-col gap-4">
        <ReadingStrip readings={readings} nameOf={nameOf} onRetry={refresh} />
        {rows.length > 0 ? (
          <DataGrid
            gridId="options"
            caption="Open options of all accounts"
            noun={["open option", "open options"]}
            searchLabel="Search open options"
            columns={OPTION_COLUMNS}
            rows={rows}
            rowKey={keyOfPosition}
            stateOf={stateOfPosition}
            initial={INITIAL}
            card={optionCard}
            onOpen={setOpened}
          />
        ) : (
          <Card>
            {loading ? (
              <TableSkeleton label="Reading open options" rows={8} />
            ) : (
              <EmptyState icon={<FileStack />} title="No open options">
                The accounts that could be read hold no options. Look up what can be traded below.
              </EmptyState>
            )}
          </Card>
        )}
        <ChainSection connections={connections.filter(canReadSummary)} underlying={underlying} />
      </div>
      <RowDrawer
        row={opened}
        title={(row) => row.title}
        columns={OPTION_COLUMNS}
        onClose={() => setOpened(null)}
      />
    </>
  );
}
