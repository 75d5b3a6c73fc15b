"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useToast } from "@/components/ui/toast";
import type { ChangePreferencesInput } from "@/shared/schemas/system-setting";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/** Saves single choices as they are made; null takes the system's. What could not be saved stays as it was. */
export function useChangePreferences(): (changes: ChangePreferencesInput["changes"]) => void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const toast = useToast();
  const { mutate } = useMutation(
    trpc.preferences.change.mutationOptions({
      onSuccess: (view) => queryClient.setQueryData(trpc.preferences.read.queryKey(), view),
      onError: (failure) =>
        toast({
          tone: "bad",
          title: "Your choice was not saved",
          detail: `${toErrorResponse(failure).message}. Choose again in a moment.`,
        }),
    }),
  );
  return (changes) => mutate({ changes });
}
