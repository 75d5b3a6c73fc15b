"use client";

import { FileStack } from "lucide-react";
import { useMemo } from "react";
import { type GridPlan, ReadingGrid } from "@/components/accounts/reading-grid";
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
import { EmptyState } from "@/components/ui/empty-state";
import type { ConnectionView } from "@/shared/schemas/connection";

const GRID: GridPlan<PositionRow> = {
  gridId: "options",
  caption: "Open options of all accounts",
  noun: ["open option", "open options"],
  searchLabel: "Search open options",
  columns: OPTION_COLUMNS,
  rowKey: keyOfPosition,
  stateOf: stateOfPosition,
  initial: { sort: [{ id: "expiration", desc: false }], group: [] },
  card: optionCard,
};

interface OptionsBodyProps {
  connections: readonly ConnectionView[];
  nameOf: (connection: ConnectionView) => string;
  /** Looked up at once when it is not empty. */
  underlying: string;
}

/** The open options of the connections that can be read; the soonest expiration first. */
export function OptionsBody({ connections, nameOf, underlying }: OptionsBodyProps) {
  const { views, ...reading } = usePositions(connections);
  const rows = useMemo(
    () => positionRows(views, connections).filter(({ position }) => position.kind === "option"),
    [views, connections],
  );
  return (
    <ReadingGrid
      title="Options"
      description="Prices and greeks per share, amounts in US dollars. Days are those of New York."
      {...reading}
      nameOf={nameOf}
      grid={{ ...GRID, rows }}
      empty={
        <EmptyState icon={<FileStack />} title="No open options">
          The accounts that could be read hold no options. Look up what can be traded below.
        </EmptyState>
      }
      beneath={<ChainSection connections={connections.filter(canReadSummary)} underlying={underlying} />}
    />
  );
}
