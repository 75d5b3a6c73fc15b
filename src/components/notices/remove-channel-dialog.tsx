"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { removalLosses } from "@/components/notices/channel-state";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";
import type { ChannelView } from "@/shared/schemas/notice";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface RemoveChannelDialogProps {
  channel: ChannelView;
  isLast: boolean;
  onClose: () => void;
}

/** Takes a channel away, after naming what goes with it. */
export function RemoveChannelDialog({ channel, isLast, onClose }: RemoveChannelDialogProps) {
  const trpc = useTRPC();
  const toast = useToast();
  const queryClient = useQueryClient();
  const remove = useMutation(
    trpc.notices.removeChannel.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.notices.channels.queryFilter());
        toast({ tone: "ok", title: `Removed “${channel.label}”` });
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={`Remove “${channel.label}”?`}
      consequences={removalLosses(channel, isLast)}
      keeps="Your notices stay in the app. To pause the channel only, turn it off instead."
      confirmLabel="Remove channel"
      busyLabel="Removing"
      busy={remove.isPending}
      error={remove.error === null ? null : toErrorResponse(remove.error)}
      onConfirm={() => remove.mutate({ channelId: channel.id })}
    />
  );
}
