"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ChannelAct } from "@/components/notices/channel-menu";
import { ChannelRow } from "@/components/notices/channel-row";
import { EditChannelDialog } from "@/components/notices/edit-channel-dialog";
import { RemoveChannelDialog } from "@/components/notices/remove-channel-dialog";
import { RenewSecretDialog } from "@/components/notices/renew-secret-dialog";
import { Card } from "@/components/ui/card";
import { useToast } from "@/components/ui/toast";
import type { ChannelView } from "@/shared/schemas/notice";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface ChannelListProps {
  channels: readonly ChannelView[];
  /** A dialog was closed; what opened it may be gone. */
  onClosed: () => void;
}

/** The person's channels, and the dialogs of what is done with one. */
export function ChannelList({ channels, onClosed }: ChannelListProps) {
  const trpc = useTRPC();
  const toast = useToast();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<{ act: ChannelAct; channel: ChannelView } | null>(null);
  const toggle = useMutation(
    trpc.notices.changeChannel.mutationOptions({
      onSuccess: async (_answer, { enabled }) => {
        await queryClient.invalidateQueries(trpc.notices.channels.queryFilter());
        toast(
          enabled === true
            ? { tone: "ok", title: "Turned the channel on" }
            : { tone: "ok", title: "Turned the channel off", detail: "What waits for it is kept for a day." },
        );
      },
      onError: (error) =>
        toast({
          tone: "bad",
          title: "The channel is as it was",
          detail: `${toErrorResponse(error).message}. Try again.`,
        }),
    }),
  );
  const start = (act: ChannelAct, channel: ChannelView) => {
    if (act === "toggle") toggle.mutate({ channelId: channel.id, enabled: !channel.enabled });
    else setAsked({ act, channel });
  };
  const close = () => {
    setAsked(null);
    onClosed();
  };
  return (
    <Card>
      <ul aria-label="Notice channels" className="divide-y divide-line">
        {channels.map((channel) => (
          <ChannelRow key={channel.id} channel={channel} onAct={(act) => start(act, channel)} />
        ))}
      </ul>
      {asked?.act === "edit" && <EditChannelDialog channel={asked.channel} onClose={close} />}
      {asked?.act === "renew" && <RenewSecretDialog channel={asked.channel} onClose={close} />}
      {asked?.act === "remove" && (
        <RemoveChannelDialog channel={asked.channel} isLast={channels.length === 1} onClose={close} />
      )}
    </Card>
  );
}
