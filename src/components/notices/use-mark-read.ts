"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useUnread } from "@/components/notices/use-unread";
import { focusIfLost } from "@/components/ui/focus-if-lost";
import { useToast } from "@/components/ui/toast";
import type { NoticeView } from "@/shared/schemas/notice";
import { useTRPC } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

/**
 * Marks as read what is shown and all before it: what arrives meanwhile stays unread. Only a press does it, so
 * that nothing counts as read which nobody has seen.
 *
 * @param newest the newest notice that is shown, if any.
 * @param place where the focus goes when the button is gone.
 * @returns null while nothing is unread.
 */
export function useMarkRead(
  newest: Pick<NoticeView, "seq"> | undefined,
  place: () => HTMLElement | null,
): { press: () => void; busy: boolean } | null {
  const trpc = useTRPC();
  const toast = useToast();
  const queryClient = useQueryClient();
  const unread = useUnread().data;
  const mark = useMutation(
    trpc.notices.markRead.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.notices.pathFilter());
        focusIfLost(place);
      },
      onError: (error) =>
        toast({
          tone: "bad",
          title: "The notices are still unread",
          detail: `${toErrorResponse(error).message}. Try again.`,
        }),
    }),
  );
  if (newest === undefined || unread === undefined || unread.count === 0) return null;
  return { press: () => mark.mutate({ upto: newest.seq }), busy: mark.isPending };
}
