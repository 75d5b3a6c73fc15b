"use client";

import { useState } from "react";
import { FlightActRow } from "@/components/connections/flight/flight-act-row";
import { FlightDownload } from "@/components/connections/flight/flight-download";
import { type FlightAct, groupFlights, troubledActs } from "@/components/connections/flight/group-flights";
import { useFlightPages } from "@/components/connections/flight/use-flight-pages";
import { useRefetchOnChange } from "@/components/connections/use-refetch-on-change";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import type { ConnectionView } from "@/shared/schemas/connection";
import { toErrorResponse } from "@/trpc/error-response";

const FILTERS = [
  { troubleOnly: false, label: "All" },
  { troubleOnly: true, label: "Trouble only" },
] as const;

/** The open flight recorder: filter and download above, the acts newest first, older ones on request. */
export function FlightTimeline({ connection }: { connection: ConnectionView }) {
  const pages = useFlightPages(connection.id);
  useRefetchOnChange(connection.version, pages.refetch);
  const [troubleOnly, setTroubleOnly] = useState(false);
  const all = groupFlights(pages.data ?? []);
  const shown = troubleOnly ? troubledActs(all) : all;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line px-4 py-3">
        <fieldset className="flex gap-1.5">
          <legend className="sr-only">Which acts are shown</legend>
          {FILTERS.map((filter) => (
            <Button
              key={filter.label}
              tone={filter.troubleOnly === troubleOnly ? "chosen" : "secondary"}
              aria-pressed={filter.troubleOnly === troubleOnly}
              onClick={() => setTroubleOnly(filter.troubleOnly)}
            >
              {filter.label}
            </Button>
          ))}
        </fieldset>
        <FlightDownload connectionId={connection.id} />
      </div>
      {pages.error !== null && (
        <div className="p-4">
          <ErrorNotice
            error={toErrorResponse(pages.error)}
            onRetry={() => void pages.refetch()}
            busy={pages.isFetching}
          />
        </div>
      )}
      {pages.data !== undefined ? (
        <Acts shown={shown} empty={emptyText(all.length, troubleOnly, pages.hasNextPage)} />
      ) : (
        pages.error === null && <TableSkeleton label="Loading the flight recorder" rows={5} />
      )}
      {pages.hasNextPage && (
        <div className="border-t border-line p-3">
          <Button
            tone="quiet"
            busy={pages.isFetchingNextPage}
            busyLabel="Loading"
            onClick={() => void pages.fetchNextPage()}
          >
            Show older
          </Button>
        </div>
      )}
    </>
  );
}

function Acts({ shown, empty }: { shown: readonly FlightAct[]; empty: string }) {
  if (shown.length === 0) return <p className="p-4 text-13 text-ink-soft">{empty}</p>;
  const namesProcess = new Set(shown.flatMap(({ processes }) => processes)).size > 1;
  return (
    <ol aria-label="What happened, newest first" className="divide-y divide-line">
      {shown.map((act) => (
        <FlightActRow key={act.id} act={act} namesProcess={namesProcess} />
      ))}
    </ol>
  );
}

function emptyText(acts: number, troubleOnly: boolean, hasOlder: boolean): string {
  if (acts === 0) return "Nothing is recorded yet. The first sign-in at the broker writes the first lines.";
  if (!troubleOnly) return "";
  return hasOlder ? "No trouble in what is loaded. Older lines may hold some." : "No trouble is recorded.";
}
