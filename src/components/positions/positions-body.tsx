"use client";

import { Layers } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { type GridPlan, ReadingGrid } from "@/components/accounts/reading-grid";
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
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import type { ConnectionView } from "@/shared/schemas/connection";

const GRID: GridPlan<PositionRow> = {
  gridId: "positions",
  caption: "Positions of all accounts",
  noun: ["position", "positions"],
  searchLabel: "Search positions",
  columns: POSITION_COLUMNS,
  rowKey: keyOfPosition,
  stateOf: stateOfPosition,
  initial: { sort: [{ id: "value", desc: true }], group: [] },
  card: positionCard,
};

interface PositionsBodyProps {
  connections: readonly ConnectionView[];
  nameOf: (connection: ConnectionView) => string;
}

/** The positions of the connections that can be read. */
export function PositionsBody({ connections, nameOf }: PositionsBodyProps) {
  const { views, ...reading } = usePositions(connections);
  const rows = useMemo(() => positionRows(views, connections), [views, connections]);
  return (
    <ReadingGrid
      title="Positions"
      description="Amounts in US dollars, prices per share."
      {...reading}
      nameOf={nameOf}
      above={rows.length > 0 && <PositionTotals rows={rows} />}
      grid={{ ...GRID, rows }}
      empty={
        <EmptyState icon={<Layers />} title="No positions">
          The accounts that could be read hold neither shares nor options.
        </EmptyState>
      }
      drawer={({ position }) => (
        <Button asChild>
          <Link href={`/options?underlying=${encodeURIComponent(position.symbol)}`}>
            Look up contracts of {position.symbol}
          </Link>
        </Button>
      )}
    />
  );
}
