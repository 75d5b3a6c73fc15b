"use client";

import { useMutation } from "@tanstack/react-query";
import { useReloadTokens } from "@/components/tokens/use-tokens";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";
import type { ApiTokenView } from "@/shared/schemas/api-token";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface RevokeTokenDialogProps {
  token: ApiTokenView;
  onClose: () => void;
}

/** Ends a token, after saying what stops. */
export function RevokeTokenDialog({ token, onClose }: RevokeTokenDialogProps) {
  const toast = useToast();
  const reload = useReloadTokens();
  const revoke = useMutation(
    useTRPC().tokens.revoke.mutationOptions({
      onSuccess: async () => {
        await reload();
        toast({ tone: "ok", title: `Revoked “${token.name}”` });
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
      title={`Revoke “${token.name}”?`}
      consequences={[
        "Every program that uses it is refused from its next call on.",
        "It can't be brought back; a program that goes on needs a new token.",
        ...(token.scopes.some((scope) => scope.startsWith("session:lease"))
          ? ["A broker token that was leased with it stays good until its own end. To end it, disconnect."]
          : []),
      ]}
      keeps="Your connections, and all your other tokens, stay as they are."
      confirmLabel="Revoke token"
      busyLabel="Revoking"
      busy={revoke.isPending}
      error={revoke.error === null ? null : toErrorResponse(revoke.error)}
      onConfirm={() => revoke.mutate({ tokenId: token.id })}
    />
  );
}
