"use client";

import { useQuery } from "@tanstack/react-query";
import { Ban, CircleCheck, CircleX, Hourglass, TimerOff } from "lucide-react";
import { useEffect, useRef } from "react";
import { presentAttempt } from "@/components/connections/attempt-presentation";
import { DataTable } from "@/components/ui/data-table";
import { ErrorNotice } from "@/components/ui/error-notice";
import { formatDuration } from "@/components/ui/format-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { LoadingRegion, Skeleton } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status-badge";
import type { ConnectionView, LoginAttemptView } from "@/shared/schemas/connection";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

const LOOKS = {
  open: { word: "In progress", tone: "neutral", icon: Hourglass },
  succeeded: { word: "Connected", tone: "ok", icon: CircleCheck },
  failed: { word: "Failed", tone: "bad", icon: CircleX },
  cancelled: { word: "Cancelled", tone: "neutral", icon: Ban },
  timed_out: { word: "Timed out", tone: "bad", icon: TimerOff },
} as const;

/** The last five sign-ins at the broker, newest first; read anew whenever the connection moves. */
export function LoginAttempts({ connection }: { connection: ConnectionView }) {
  const trpc = useTRPC();
  const { id, version } = connection;
  const attempts = useQuery(trpc.connections.attempts.queryOptions({ connectionId: id }));
  const { refetch } = attempts;
  const known = useRef(version);
  useEffect(() => {
    if (known.current === version) return;
    known.current = version;
    void refetch();
  }, [version, refetch]);
  return (
    <Section title="Last sign-ins" flush>
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
        <LoadingRegion label="Loading the last sign-ins">
          <div className="flex flex-col gap-4 p-4">
            <Skeleton className="w-3/4" />
            <Skeleton className="w-2/3" />
          </div>
        </LoadingRegion>
      )}
    </Section>
  );
}

function AttemptsTable({ rows }: { rows: readonly LoginAttemptView[] }) {
  if (rows.length === 0) return <p className="p-4 text-13 text-ink-soft">No sign-in has been tried yet.</p>;
  return (
    <DataTable
      caption="The last five sign-ins at the broker, newest first"
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "outcome",
          header: "Outcome",
          phone: "title",
          render: (row) => <StatusBadge plain look={LOOKS[row.outcome]} />,
        },
        { key: "started", header: "Started", render: (row) => <RelativeTime at={row.startedAt} /> },
        { key: "confirmed", header: "Confirmed by", render: (row) => presentAttempt(row).confirmedBy },
        {
          key: "reason",
          header: "Reason",
          render: (row) => presentAttempt(row).reason ?? <span className="text-ink-soft">None</span>,
        },
        { key: "took", header: "Took", align: "end", render: durationOf },
      ]}
    />
  );
}

function durationOf({ startedAt, endedAt }: LoginAttemptView): string {
  return endedAt === null ? "Still running" : formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
}
