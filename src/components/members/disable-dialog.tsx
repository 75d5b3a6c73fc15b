"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";
import type { MemberView } from "@/shared/schemas/member";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** Asks before a person is shut out, or let in again. */
export function DisableDialog({ member, onClose }: { member: MemberView; onClose: () => void }) {
  const trpc = useTRPC();
  const toast = useToast();
  const queryClient = useQueryClient();
  const disable = member.disabledAt === null;
  const change = useMutation(
    trpc.members.setDisabled.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.members.list.queryFilter());
        toast({ tone: "ok", title: `${disable ? "Disabled" : "Enabled"} ${member.displayName}` });
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`${disable ? "Disable" : "Enable"} ${member.displayName}?`}
      tone={disable ? "danger" : "primary"}
      consequences={
        disable
          ? [
              "All signed-in browsers of this person are signed out at their next request.",
              "The person can't sign in until you enable the account again.",
            ]
          : ["The person can sign in again with the password of before and has the same roles."]
      }
      {...(disable ? { keeps: "Connections, history and audit entries stay." } : {})}
      confirmLabel={disable ? "Disable member" : "Enable member"}
      busyLabel={disable ? "Disabling" : "Enabling"}
      busy={change.isPending}
      error={change.error === null ? null : toErrorResponse(change.error)}
      onConfirm={() => change.mutate({ userId: member.userId, disabled: disable })}
    />
  );
}
