"use client";

import { useQuery } from "@tanstack/react-query";
import { Ban, CircleCheck, CircleX, Hourglass, TimerOff } from "lucide-react";
import { presentAttempt } from "@/components/connections/attempt-presentation";
import { useRefetchOnChange } from "@/components/connections/use-refetch-on-change";
import { DataTable } from "@/components/ui/data-table";
import { ErrorNotice } from "@/components/ui/error-notice";
import { formatDuration } from "@/components/ui/format-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status-badge";
import type { ConnectionAttempt, ConnectionView } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

const LOOKS = {
  open: { word: "In progress", tone: "neutral", icon: Hourglass },
  succeeded: { word: "Succeeded", tone: "ok", icon: CircleCheck },
  failed: { word: "Failed", tone: "bad", icon: CircleX },
  cancelled: { word: "Cancelled", tone: "neutral", icon: Ban },
  timed_out: { word: "Timed out", tone: "bad", icon: TimerOff },
} as const;

/** While the page is seen: an attempt that changes nothing about the connection tells nobody of itself. */
const POLL_MS = 10_000;

/** The last five attempts of any kind, newest first; read anew whenever the connection moves, and now and then. */
export function AttemptsSection({ connection }: { connection: ConnectionView }) {
  const attempts = useQuery(
    useTRPC().connections.attempts.queryOptions(
      { connectionId: connection.id },
      { refetchInterval: POLL_MS, staleTime: 0 },
    ),
  );
  useRefetchOnChange(connection.version, attempts.refetch);
  return (
    <Section title="Last attempts" flush>
      {attempts.data !== undefined ? (
        <AttemptsTable rows={attempts.data} />
      ) : attempts.error !== null ? (
        <div className="p-4">
          <ErrorNotice
            error={toErrorResponse(attempts.error)}
            onRetry={() => void attempts.refetch()}
            busy={attempts.isFetching}
          />
        </div>
      ) : (
        <LoadingRegion label="Loading the last attempts">
          <div className="flex flex-col gap-4 p-4">
            <Skeleton className="w-3/4" />
            <Skeleton className="w-2/3" />
          </div>
        </LoadingRegion>
      )}
    </Section>
  );
}

function AttemptsTable({ rows }: { rows: readonly ConnectionAttempt[] }) {
  if (rows.length === 0) return <p className="p-4 text-13 text-ink-soft">Nothing has been tried yet.</p>;
  return (
    <DataTable
      caption="The last five attempts to sign in or to keep the session, newest first"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "outcome",
          header: "Outcome",
          phone: "mark",
          width: "w-32",
          render: (row) => <StatusBadge plain look={LOOKS[row.outcome]} />,
        },
        { key: "what", header: "What", phone: "title", render: (row) => <What attempt={row} /> },
        { key: "reason", header: "Reason", render: (row) => <Reason attempt={row} /> },
        { key: "started", header: "When", render: (row) => <RelativeTime at={row.startedAt} /> },
        { key: "took", header: "Took", align: "end", render: durationOf },
      ]}
    />
  );
}

function What({ attempt }: { attempt: ConnectionAttempt }) {
  const { what, how } = presentAttempt(attempt);
  return (
    <>
      {what} <span className="block font-normal text-ink-soft">{how}</span>
    </>
  );
}

function Reason({ attempt }: { attempt: ConnectionAttempt }) {
  const { reason, step } = presentAttempt(attempt);
  if (reason === null) return <span className="text-ink-soft">None</span>;
  return (
    <span>
      {reason}
      {step !== null && <span className="block text-ink-soft">{step}</span>}
    </span>
  );
}

function durationOf({ startedAt, endedAt }: ConnectionAttempt): string {
  return endedAt === null ? "Still running" : formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
}
