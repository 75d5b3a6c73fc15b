"use client";

import { partTroubles } from "@/components/accounts/part-troubles";
import { oldestReading, worstState } from "@/components/accounts/part-words";
import { ProvenanceLine } from "@/components/accounts/provenance-line";
import type { ConnectionReading } from "@/components/accounts/use-readings";
import { Card } from "@/components/ui/card";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import { FRESHNESS_LOOKS, StatusBadge } from "@/components/ui/status-badge";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { PartProvenance } from "@/shared/schemas/trading";

type Reading = ConnectionReading<{ parts: readonly PartProvenance[]; revalidating: boolean }>;

export interface ReadingStripProps {
  readings: readonly Reading[];
  nameOf: (connection: ConnectionView) => string;
  onRetry: () => void;
}

/** Where the figures beneath come from: each connection with its state and age, and what of it could not be read. */
export function ReadingStrip({ readings, nameOf, onRetry }: ReadingStripProps) {
  return (
    <Card>
      <h2 className="sr-only">Sources</h2>
      <ul className="divide-y divide-line">
        {readings.map((reading) => (
          <li key={reading.connection.id} className="flex flex-col gap-2 px-4 py-2.5">
            <SourceLine reading={reading} brokerName={nameOf(reading.connection)} />
            {reading.error !== null && (
              <ErrorNotice
                error={reading.error}
                onRetry={onRetry}
                retryLabel="Read again"
                busy={reading.busy}
              />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function SourceLine({ reading, brokerName }: { reading: Reading; brokerName: string }) {
  const { connection, view } = reading;
  const parts = view?.parts ?? [];
  const troubles = partTroubles(parts);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <span className="truncate font-medium sm:w-48">{connection.label}</span>
      {reading.loading && <Skeleton className="w-40" />}
      {view !== undefined && (
        <ProvenanceLine
          provenance={{ state: worstState(parts.map(({ state }) => state)), asOf: oldestReading(parts) }}
          brokerName={brokerName}
        />
      )}
      {view?.revalidating === true && (
        <span className="inline-flex items-center gap-1.5 text-13 text-ink-soft">
          <Spinner />
          Reading newer figures
        </span>
      )}
      {troubles.length > 0 && (
        <ul className="flex w-full flex-col gap-1 text-13 text-ink-soft">
          {troubles.map(({ state, names, words }) => (
            <li key={`${state} ${words}`} className="max-w-[90ch]">
              <span className="mr-2">
                <StatusBadge look={FRESHNESS_LOOKS[state]} plain />
              </span>
              {names}. {words}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
