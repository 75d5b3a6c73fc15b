"use client";

import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { DisableDialog } from "@/components/members/disable-dialog";
import { InvitationSection } from "@/components/members/invitation-section";
import { InviteDialog } from "@/components/members/invite-dialog";
import { MemberTable } from "@/components/members/member-table";
import { RolesDialog } from "@/components/members/roles-dialog";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/table-skeleton";
import type { MemberView } from "@/shared/schemas/member";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** Who may sign in and what each may do. */
export function MembersPage({ ownUserId }: { ownUserId: string }) {
  const trpc = useTRPC();
  const members = useQuery(trpc.members.list.queryOptions());
  const [inviting, setInviting] = useState(false);
  const [rolesOf, setRolesOf] = useState<MemberView | null>(null);
  const [disabling, setDisabling] = useState<MemberView | null>(null);
  return (
    <>
      <PageHeader
        title="Members"
        description="Everyone who may sign in here, and what their roles allow."
        actions={
          <Button
            tone="primary"
            icon={<UserPlus aria-hidden className="size-4" />}
            onClick={() => setInviting(true)}
          >
            Invite a member
          </Button>
        }
      />
      <div className="flex flex-col gap-6">
        <Section title="People" flush>
          {members.isPending && <TableSkeleton label="Reading the members" rows={3} />}
          {members.error !== null && (
            <div className="p-4">
              <ErrorNotice
                error={toErrorResponse(members.error)}
                onRetry={() => members.refetch()}
                busy={members.isFetching}
              />
            </div>
          )}
          {members.data !== undefined && (
            <MemberTable
              members={members.data}
              ownUserId={ownUserId}
              onChangeRoles={setRolesOf}
              onChangeDisabled={setDisabling}
            />
          )}
        </Section>
        <InvitationSection />
      </div>
      <InviteDialog open={inviting} onOpenChange={setInviting} />
      {rolesOf !== null && <RolesDialog member={rolesOf} onClose={() => setRolesOf(null)} />}
      {disabling !== null && <DisableDialog member={disabling} onClose={() => setDisabling(null)} />}
    </>
  );
}
