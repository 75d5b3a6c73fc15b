"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeUserAgent } from "@/components/account/describe-user-agent";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { ErrorNotice } from "@/components/ui/error-notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import { useToast } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";
import type { AppSessionView } from "@/shared/schemas/member";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** The browsers where the person is signed in; each other one can be signed out. */
export function SessionsSection() {
  const trpc = useTRPC();
  const toast = useToast();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const sessions = useQuery(trpc.viewer.sessions.queryOptions());
  const reload = () => queryClient.invalidateQueries(trpc.viewer.sessions.queryFilter());
  const revoke = useMutation(
    trpc.viewer.revokeSession.mutationOptions({
      onSuccess: async () => {
        await reload();
        toast({ tone: "ok", title: "Signed that browser out" });
      },
    }),
  );
  const others = useMutation(
    trpc.viewer.signOutOthers.mutationOptions({
      onSuccess: async ({ ended }) => {
        await reload();
        setAsking(false);
        toast({ tone: "ok", title: `Signed out ${ended} other browser${ended === 1 ? "" : "s"}` });
      },
    }),
  );
  const columns: DataColumn<AppSessionView>[] = [
    {
      key: "device",
      header: "Browser",
      phone: "title",
      render: (row) => (
        <Tooltip text={row.userAgent ?? "The browser did not name itself"}>
          <span className="inline-flex items-center gap-2 align-middle font-medium">
            {describeUserAgent(row.userAgent)}
            {row.current && <Badge tone="ok">This device</Badge>}
          </span>
        </Tooltip>
      ),
    },
    { key: "ip", header: "Address", render: (row) => <code>{row.ipAddress ?? "—"}</code> },
    { key: "made", header: "Signed in", render: (row) => <RelativeTime at={row.createdAt} /> },
    { key: "seen", header: "Last seen", render: (row) => <RelativeTime at={row.lastSeenAt} /> },
    { key: "ends", header: "Ends", render: (row) => <RelativeTime at={row.expiresAt} /> },
    {
      key: "actions",
      header: <span className="sr-only">Actions</span>,
      align: "end",
      phone: "corner",
      render: (row) =>
        !row.current && (
          <Button
            tone="quiet"
            size="small"
            busy={revoke.isPending && revoke.variables.sessionId === row.id}
            onClick={() => revoke.mutate({ sessionId: row.id })}
          >
            Sign out<span className="sr-only"> {describeUserAgent(row.userAgent)}</span>
          </Button>
        ),
    },
  ];
  const failure = sessions.error ?? revoke.error;
  const hasOthers = sessions.data?.some((session) => !session.current) === true;
  return (
    <Section
      title="Where you are signed in"
      description="App sessions of yours. If you don't know one, sign it out and change your password."
      flush
      actions={hasOthers && <Button onClick={() => setAsking(true)}>Sign out all others</Button>}
    >
      {failure !== null && (
        <div className="p-4">
          <ErrorNotice error={toErrorResponse(failure)} onRetry={reload} busy={sessions.isFetching} />
        </div>
      )}
      {sessions.isPending && <TableSkeleton label="Reading your app sessions" rows={2} />}
      {sessions.data !== undefined && (
        <DataTable caption="App sessions" columns={columns} rows={sessions.data} rowKey={(row) => row.id} />
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Sign out everywhere else?"
        consequences={["Every other browser has to sign in again. What is typed there and not sent is lost."]}
        keeps="You stay signed in here. Broker connections go on."
        confirmLabel="Sign out all others"
        busyLabel="Signing out"
        busy={others.isPending}
        error={others.error === null ? null : toErrorResponse(others.error)}
        onConfirm={() => others.mutate()}
      />
    </Section>
  );
}
