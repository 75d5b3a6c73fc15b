"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FreezeDialog } from "@/components/tokens/freeze-dialog";
import { FrozenNotice } from "@/components/tokens/frozen-notice";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { useToast } from "@/components/ui/toast";
import type { BotFreezeInput } from "@/shared/schemas/api-token";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

type Scope = BotFreezeInput["scope"];

/** The switches that keep programs out: one's own, and for an admin everybody's. */
export function FreezeSection({ mayFreezeAll }: { mayFreezeAll: boolean }) {
  const trpc = useTRPC();
  const toast = useToast();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState<Scope | null>(null);
  const freeze = useQuery(trpc.tokens.freezeState.queryOptions());
  const lifted = {
    onSuccess: async () => {
      await queryClient.invalidateQueries(trpc.tokens.freezeState.queryFilter());
      toast({ tone: "ok", title: "Programs are let in again" });
    },
    onError: (error: unknown) =>
      toast({ tone: "bad", title: "Programs are still kept out", detail: toErrorResponse(error).message }),
  };
  const liftOwn = useMutation(trpc.tokens.unfreeze.mutationOptions(lifted));
  const liftAll = useMutation(trpc.tokens.unfreezeInstall.mutationOptions(lifted));
  if (freeze.data === undefined) return null;
  const { own, install } = freeze.data;
  return (
    <Section
      title="Stop programs"
      description="One press refuses every call from the next one on. The tokens stay; let programs in again when you know more."
      actions={
        <>
          {own === null && <Button onClick={() => setAsked("own")}>Freeze my programs</Button>}
          {mayFreezeAll && install === null && (
            <Button onClick={() => setAsked("install")}>Freeze everybody's programs</Button>
          )}
        </>
      }
    >
      {(own !== null || install !== null) && (
        <div className="flex flex-col gap-3">
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
        </div>
      )}
      {asked !== null && <FreezeDialog scope={asked} onClose={() => setAsked(null)} />}
    </Section>
  );
}
