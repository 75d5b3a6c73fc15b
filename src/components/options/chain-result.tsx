"use client";

import { SearchX } from "lucide-react";
import { useMemo, useState } from "react";
import { oldestReading, worstState } from "@/components/accounts/part-words";
import { ProvenanceLine } from "@/components/accounts/provenance-line";
import { CHAIN_COLUMNS } from "@/components/options/chain-columns";
import { type ChainRow, chainRows, keyOfContract, stateOfContract } from "@/components/options/chain-row";
import { contractWords } from "@/components/positions/contract-words";
import { DataGrid } from "@/components/table/data-grid";
import type { GridCard } from "@/components/table/grid-column";
import { RowDrawer } from "@/components/table/row-drawer";
import { Decimals } from "@/components/ui/decimals";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import { ERROR_CODES } from "@/shared/error-codes";
import type { OptionContractsView } from "@/shared/schemas/trading";
import { localErrorResponse, toErrorResponse } from "@/trpc/error-response";

const INITIAL = { sort: [{ id: "strike", desc: false }], group: ["expiration"] };

interface ChainResultProps {
  underlying: string;
  /** Name of the connection that was asked. */
  label: string;
  view: OptionContractsView | undefined;
  error: unknown;
  loading: boolean;
  onRetry: () => void;
}

/** The contracts that were found, or why there are none. */
export function ChainResult({ underlying, label, view, error, loading, onRetry }: ChainResultProps) {
  const rows = useMemo(() => (view === undefined ? [] : chainRows(view, label)), [view, label]);
  const [opened, setOpened] = useState<ChainRow | null>(null);
  if (loading) return <TableSkeleton label={`Looking up contracts of ${underlying}`} rows={8} />;
  const failed = view?.parts.find((part) => part.state === "failed" && part.errorCode !== null);
  const code = rows.length === 0 ? failed?.errorCode : null;
  if (view === undefined || code) {
    const response = code ? localErrorResponse(code, ERROR_CODES[code].message) : toErrorResponse(error);
    return (
      <div className="px-4 pb-4">
        <ErrorNotice error={response} onRetry={onRetry} retryLabel="Look up again" />
      </div>
    );
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={<SearchX />} title={`No contracts of ${underlying}`}>
        The broker lists no options on this symbol. Check how it is spelled; an index may have another symbol
        for its options.
      </EmptyState>
    );
  }
  return (
    <>
      <p className="px-4 pb-3">
        <ProvenanceLine
          provenance={{
            state: worstState(view.parts.map(({ state }) => state)),
            asOf: oldestReading(view.parts),
          }}
          brokerName={label}
        />
      </p>
      <DataGrid
        gridId="chain"
        caption={`Contracts of ${underlying}`}
        noun={["contract", "contracts"]}
        searchLabel="Search contracts"
        columns={CHAIN_COLUMNS}
        rows={rows}
        rowKey={keyOfContract}
        stateOf={stateOfContract}
        initial={INITIAL}
        card={chainCard}
        onOpen={setOpened}
      />
      <RowDrawer
        row={opened}
        title={(row) => contractWords(row.option)}
        columns={CHAIN_COLUMNS}
        onClose={() => setOpened(null)}
      />
    </>
  );
}

function chainCard({ option, quote }: ChainRow): GridCard {
  return {
    title: contractWords(option),
    subtitle: (
      <>
        Delta <Decimals value={quote?.delta ?? null} decimals={3} />
      </>
    ),
    figure: <Decimals value={quote?.price ?? null} />,
    subfigure: (
      <>
        <Decimals value={quote?.bid ?? null} /> / <Decimals value={quote?.ask ?? null} />
      </>
    ),
  };
}
