"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deadAdvice, noticeCount } from "@/components/notices/channel-state";
import { DeliveryFailure } from "@/components/notices/delivery-failure";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { useToast } from "@/components/ui/toast";
import type { ChannelView } from "@/shared/schemas/notice";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface ChannelTroublesProps {
  channel: ChannelView;
  /** A test has just said why it fails. */
  failureShown: boolean;
}

/** Why a channel does not get through, and what was given up on the way. */
export function ChannelTroubles({ channel, failureShown }: ChannelTroublesProps) {
  const trpc = useTRPC();
  const toast = useToast();
  const queryClient = useQueryClient();
  const retry = useMutation(
    trpc.notices.retryDead.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.notices.channels.queryFilter());
        toast({ tone: "ok", title: `${noticeCount(channel.dead)} on the way again` });
      },
    }),
  );
  const { lastErrorCode, dead } = channel;
  return (
    <>
      {!failureShown && channel.enabled && lastErrorCode !== null && <DeliveryFailure code={lastErrorCode} />}
      {dead > 0 && (
        <Notice
          tone="warn"
          title={`${noticeCount(dead)} could not be sent and will not be tried again.`}
          actions={
            <Button busy={retry.isPending} onClick={() => retry.mutate({ channelId: channel.id })}>
              Send again
            </Button>
          }
        >
          <p>{deadAdvice(dead)}</p>
        </Notice>
      )}
      {retry.error !== null && <ErrorNotice error={toErrorResponse(retry.error)} />}
    </>
  );
}
