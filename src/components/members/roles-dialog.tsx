"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { RoleChoices } from "@/components/members/role-choices";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { useToast } from "@/components/ui/toast";
import { type MemberView, rolesSchema } from "@/shared/schemas/member";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** Changes what a person may do; it bites at that person's next request. */
export function RolesDialog({ member, onClose }: { member: MemberView; onClose: () => void }) {
  const trpc = useTRPC();
  const toast = useToast();
  const queryClient = useQueryClient();
  const [roles, setRoles] = useState(member.roles);
  const save = useMutation(
    trpc.members.setRoles.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.members.list.queryFilter());
        toast({ tone: "ok", title: `Changed the roles of ${member.displayName}` });
        onClose();
      },
    }),
  );
  const checked = rolesSchema.safeParse(roles);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Roles of ${member.displayName}`}
      description="The change counts from the person's next request on."
    >
      {save.error !== null && <ErrorNotice error={toErrorResponse(save.error)} />}
      <RoleChoices
        value={roles}
        onValueChange={setRoles}
        error={checked.success ? undefined : checked.error.issues[0]?.message}
      />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          tone="primary"
          busy={save.isPending}
          busyLabel="Saving"
          disabled={!checked.success}
          onClick={() => save.mutate({ userId: member.userId, roles })}
        >
          Save roles
        </Button>
      </DialogActions>
    </Dialog>
  );
}
