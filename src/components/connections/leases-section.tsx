"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DataTable } from "@/components/ui/data-table";
import { ErrorNotice } from "@/components/ui/error-notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { useToast } from "@/components/ui/toast";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { LeaseKind, SessionLeaseView } from "@/shared/schemas/session-lease";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** While the page is seen: a lease that begins or runs out changes nothing about the connection. */
const POLL_MS = 5000;

const KIND_WORDS: Record<LeaseKind, string> = {
  read_only: "Reading only",
  full: "Full, can trade",
};

/** The session's tokens that programs hold now, each with the way to end its lease; nothing where there are none. */
export function LeasesSection({ connection }: { connection: ConnectionView }) {
  const [ending, setEnding] = useState<SessionLeaseView | null>(null);
  const leases = useQuery(
    useTRPC().connections.leases.queryOptions(
      { connectionId: connection.id },
      { refetchInterval: POLL_MS, staleTime: 0 },
    ),
  );
  const rows = leases.data ?? [];
  if (rows.length === 0 && leases.error === null && ending === null) return null;
  return (
    <Section
      title="Handed to programs"
      description="Tokens of this session that programs hold now."
      flush={rows.length > 0}
    >
      {leases.error !== null && rows.length === 0 ? (
        <ErrorNotice
          error={toErrorResponse(leases.error)}
          onRetry={() => void leases.refetch()}
          busy={leases.isFetching}
        />
      ) : (
        <LeasesTable rows={rows} onEnd={setEnding} />
      )}
      <EndLeaseDialog
        // A failure belongs to the lease that it was met with.
        key={ending?.id ?? "none"}
        connectionId={connection.id}
        lease={ending}
        onClose={() => {
          setEnding(null);
          void leases.refetch();
        }}
      />
    </Section>
  );
}

function LeasesTable({
  rows,
  onEnd,
}: {
  rows: readonly SessionLeaseView[];
  onEnd: (lease: SessionLeaseView) => void;
}) {
  if (rows.length === 0) return <p className="text-13 text-ink-soft">No program holds one any more.</p>;
  return (
    <DataTable
      caption="Tokens of this session that programs hold now, newest first"
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { key: "token", header: "API token", phone: "title", render: ({ tokenName }) => tokenName },
        { key: "kind", header: "Broker token", render: ({ kind }) => KIND_WORDS[kind] },
        { key: "since", header: "Since", render: ({ createdAt }) => <RelativeTime at={createdAt} /> },
        { key: "until", header: "Until", render: ({ expiresAt }) => <RelativeTime at={expiresAt} /> },
        {
          key: "end",
          header: <span className="sr-only">Action</span>,
          align: "end",
          phone: "corner",
          render: (lease) => (
            <Button size="small" onClick={() => onEnd(lease)}>
              End
              <span className="sr-only"> the lease of {lease.tokenName}</span>
            </Button>
          ),
        },
      ]}
    />
  );
}

function EndLeaseDialog({
  connectionId,
  lease,
  onClose,
}: {
  connectionId: string;
  lease: SessionLeaseView | null;
  onClose: () => void;
}) {
  const toast = useToast();
  const end = useMutation(
    useTRPC().connections.endLease.mutationOptions({
      onSuccess: ({ note }) => {
        toast({ tone: "ok", title: "Lease ended", detail: note });
        onClose();
      },
    }),
  );
  const isFull = lease?.kind === "full";
  return (
    <ConfirmDialog
      open={lease !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`End the lease of ${lease?.tokenName ?? "this program"}?`}
      consequences={[
        "The broker's token can't be taken back: until it runs out, the program can go on using it.",
        isFull
          ? "Wheelhouse renews the session, so that brokers which end older tokens then do so."
          : "The session goes on as it is: the token only reads.",
        "To keep the program from getting another one, revoke its API token.",
      ]}
      confirmLabel="End lease"
      busyLabel="Ending"
      busy={end.isPending}
      error={end.error === null ? null : toErrorResponse(end.error)}
      onConfirm={() => {
        if (lease !== null) end.mutate({ connectionId, leaseId: lease.id });
      }}
    />
  );
}
