"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { BotFreezeInput } from "@/shared/schemas/api-token";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface FreezeDialogProps {
  scope: BotFreezeInput["scope"];
  onClose: () => void;
}

const TEXTS = {
  own: {
    title: "Freeze your programs?",
    first: "Every program with one of your tokens is refused from its next call on.",
    confirmLabel: "Freeze my programs",
  },
  install: {
    title: "Freeze everybody's programs?",
    first: "Every program of every member of this install is refused from its next call on.",
    confirmLabel: "Freeze everybody's programs",
  },
} as const;

/** Keeps programs out, after saying what that stops and what not. */
export function FreezeDialog({ scope, onClose }: FreezeDialogProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const done = {
    onSuccess: async () => {
      await queryClient.invalidateQueries(trpc.tokens.freezeState.queryFilter());
      onClose();
    },
  };
  const own = useMutation(trpc.tokens.freeze.mutationOptions(done));
  const install = useMutation(trpc.tokens.freezeInstall.mutationOptions(done));
  const freeze = scope === "own" ? own : install;
  const { title, first, confirmLabel } = TEXTS[scope];
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      consequences={[
        first,
        "What a program was about to do may be left half done: look at its open orders at the broker.",
        "A broker token that was leased before stays good until its own end. To end it, disconnect.",
      ]}
      keeps="Wheelhouse goes on keeping the sessions, and this app works as before."
      confirmLabel={confirmLabel}
      busyLabel="Freezing"
      busy={freeze.isPending}
      error={freeze.error === null ? null : toErrorResponse(freeze.error)}
      onConfirm={() => freeze.mutate()}
    />
  );
}
