"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FrozenNotice } from "@/components/tokens/frozen-notice";
import { useToast } from "@/components/ui/toast";
import type { BotFreezeView } from "@/shared/schemas/api-token";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface FrozenNoticesProps {
  freeze: BotFreezeView;
  mayFreezeAll: boolean;
}

/** That programs are kept out, by whom, and the way to let them in again. */
export function FrozenNotices({ freeze: { own, install }, mayFreezeAll }: FrozenNoticesProps) {
  const trpc = useTRPC();
  const toast = useToast();
  const queryClient = useQueryClient();
  const lifted = {
    onSuccess: async () => {
      await queryClient.invalidateQueries(trpc.tokens.freezeState.queryFilter());
      toast({ tone: "ok", title: "Programs are let in again" });
    },
    onError: (error: unknown) =>
      toast({
        tone: "bad",
        title: "Programs are still kept out",
        detail: `${toErrorResponse(error).message}. Try again.`,
      }),
  };
  const liftOwn = useMutation(trpc.tokens.unfreeze.mutationOptions(lifted));
  const liftAll = useMutation(trpc.tokens.unfreezeInstall.mutationOptions(lifted));
  return (
    <>
      {install !== null && (
        <FrozenNotice
          title={`Everybody's programs are kept out, by ${install.by}.`}
          frozenAt={install.frozenAt}
          lift={mayFreezeAll ? { label: "Let everybody's in again", mutation: liftAll } : null}
        />
      )}
      {own !== null && (
        <FrozenNotice
          title="Your programs are kept out."
          frozenAt={own.frozenAt}
          lift={{ label: "Let mine in again", mutation: liftOwn }}
        />
      )}
    </>
  );
}
