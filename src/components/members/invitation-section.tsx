"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { RoleBadges } from "@/components/members/role-badges";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { ErrorNotice } from "@/components/ui/error-notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import { useToast } from "@/components/ui/toast";
import type { InvitationView } from "@/shared/schemas/member";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** Invitations that nobody has used yet; each can be withdrawn. */
export function InvitationSection() {
  const trpc = useTRPC();
  const toast = useToast();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<InvitationView | null>(null);
  const invitations = useQuery(trpc.members.invitations.queryOptions());
  const revoke = useMutation(
    trpc.members.revokeInvitation.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.members.invitations.queryFilter());
        toast({ tone: "ok", title: "Withdrew the invitation" });
        setAsked(null);
      },
    }),
  );
  const columns: DataColumn<InvitationView>[] = [
    {
      key: "email",
      header: "E-mail",
      phone: "title",
      render: (row) => <span className="font-medium break-all">{row.email}</span>,
    },
    { key: "roles", header: "Roles", render: (row) => <RoleBadges roles={row.roles} /> },
    { key: "by", header: "Invited by", render: (row) => row.invitedBy },
    { key: "made", header: "Made", render: (row) => <RelativeTime at={row.createdAt} /> },
    { key: "ends", header: "Ends", render: (row) => <RelativeTime at={row.expiresAt} /> },
    {
      key: "actions",
      header: <span className="sr-only">Actions</span>,
      align: "end",
      phone: "corner",
      render: (row) => (
        <Button tone="quiet" size="small" onClick={() => setAsked(row)}>
          Withdraw<span className="sr-only"> the invitation for {row.email}</span>
        </Button>
      ),
    },
  ];
  return (
    <Section title="Open invitations" flush>
      {invitations.isPending && <TableSkeleton label="Reading the invitations" rows={2} />}
      {invitations.error !== null && (
        <div className="p-4">
          <ErrorNotice
            error={toErrorResponse(invitations.error)}
            onRetry={() => invitations.refetch()}
            busy={invitations.isFetching}
          />
        </div>
      )}
      {invitations.data?.length === 0 && (
        <p className="px-4 py-3 text-ink-soft">
          No invitation is open. A used or ended one is not listed here.
        </p>
      )}
      {invitations.data !== undefined && invitations.data.length > 0 && (
        <DataTable
          caption="Open invitations"
          columns={columns}
          rows={invitations.data}
          rowKey={(row) => row.id}
        />
      )}
      {asked !== null && (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(null)}
          title={`Withdraw the invitation for ${asked.email}?`}
          consequences={["The link stops working at once. You can make a new one."]}
          confirmLabel="Withdraw invitation"
          busyLabel="Withdrawing"
          busy={revoke.isPending}
          error={revoke.error === null ? null : toErrorResponse(revoke.error)}
          onConfirm={() => revoke.mutate({ invitationId: asked.id })}
        />
      )}
    </Section>
  );
}
