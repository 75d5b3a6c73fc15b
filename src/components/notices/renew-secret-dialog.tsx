"use client";

import { useMutation } from "@tanstack/react-query";
import { SigningSecret } from "@/components/notices/signing-secret";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import type { ChannelView } from "@/shared/schemas/notice";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface RenewSecretDialogProps {
  channel: ChannelView;
  onClose: () => void;
}

/** A new signing secret in place of the old one; shown once. */
export function RenewSecretDialog({ channel, onClose }: RenewSecretDialogProps) {
  const renew = useMutation(useTRPC().notices.renewSecret.mutationOptions());
  const change = (open: boolean) => {
    if (!open) onClose();
  };
  if (renew.data !== undefined) {
    return (
      <Dialog open onOpenChange={change} title={`New signing secret of “${channel.label}”`}>
        <SigningSecret secret={renew.data.signingSecret} onDone={onClose} />
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      open
      onOpenChange={change}
      title={`Make a new signing secret for “${channel.label}”?`}
      consequences={[
        "The secret of now stops at once: your program refuses every call until it has the new one.",
      ]}
      keeps="The address and what the channel carries stay as they are."
      confirmLabel="Make a new secret"
      busyLabel="Making it"
      busy={renew.isPending}
      error={renew.error === null ? null : toErrorResponse(renew.error)}
      onConfirm={() => renew.mutate({ channelId: channel.id })}
    />
  );
}
