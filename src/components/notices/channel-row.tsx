"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ChannelFacts } from "@/components/notices/channel-facts";
import { CHANNEL_TEXTS } from "@/components/notices/channel-kinds";
import { type ChannelAct, ChannelMenu } from "@/components/notices/channel-menu";
import { channelLook } from "@/components/notices/channel-state";
import { ChannelTroubles } from "@/components/notices/channel-troubles";
import { TestOutcome } from "@/components/notices/test-outcome";
import { Button } from "@/components/ui/button";
import { StatusBadge } from "@/components/ui/status-badge";
import type { ChannelView } from "@/shared/schemas/notice";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface ChannelRowProps {
  channel: ChannelView;
  onAct: (act: ChannelAct) => void;
}

/** One channel: where it leads, how it does, and its test. */
export function ChannelRow({ channel, onAct }: ChannelRowProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const test = useMutation(
    trpc.notices.testChannel.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.notices.channels.queryFilter()),
    }),
  );
  const act = (what: ChannelAct) => {
    test.reset();
    onAct(what);
  };
  const { name, icon: Icon } = CHANNEL_TEXTS[channel.kind];
  return (
    <li className="flex flex-col gap-4 p-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-col gap-0.5">
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            <h2 className="flex min-w-0 items-center gap-2 font-semibold">
              <Icon aria-hidden className="size-4 shrink-0 text-ink-soft" />
              <span className="truncate">{channel.label}</span>
            </h2>
            <StatusBadge look={channelLook(channel)} />
          </div>
          <p className="text-13 break-all text-ink-soft">
            {name} · {channel.target}
          </p>
        </div>
        <div className="flex items-center gap-2 max-sm:w-full">
          <Button
            className="max-sm:flex-1"
            busy={test.isPending}
            busyLabel="Sending"
            onClick={() => test.mutate({ channelId: channel.id })}
          >
            Send a test<span className="sr-only"> to {channel.label}</span>
          </Button>
          <Button className="max-sm:flex-1" onClick={() => act("edit")}>
            Edit<span className="sr-only"> {channel.label}</span>
          </Button>
          <ChannelMenu channel={channel} onAct={act} />
        </div>
      </div>
      <TestOutcome
        outcome={test.data ?? null}
        error={test.error === null ? null : toErrorResponse(test.error)}
        onWaited={test.reset}
      />
      <ChannelTroubles channel={channel} failureShown={test.data?.delivered === false} />
      <ChannelFacts channel={channel} />
    </li>
  );
}
