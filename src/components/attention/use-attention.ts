"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AttentionItem, AttentionView } from "@/shared/schemas/attention";
import { useTRPC } from "@/trpc/client";

const REREAD_MS = 60_000;
const SOON_MS = 3_000;

/** What needs the person, read again once a minute, or soon while a newer reading is on its way. */
export function useAttention() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [justChanged, setJustChanged] = useState<ReadonlySet<string>>(new Set());
  const input = { fresh: false };
  const queryKey = trpc.wheel.attention.queryKey(input);
  const attention = useQuery(
    trpc.wheel.attention.queryOptions(input, {
      refetchInterval: ({ state }) => (state.data?.revalidating === true ? SOON_MS : REREAD_MS),
    }),
  );
  const mark = (key: string, dismissedAt: string | null) => {
    queryClient.setQueryData<AttentionView>(queryKey, (view) =>
      view === undefined
        ? undefined
        : {
            ...view,
            items: view.items.map((item) => (item.key === key ? { ...item, dismissedAt } : item)),
          },
    );
    setJustChanged((now) => new Set(now).add(key));
  };
  const reread = () => void queryClient.invalidateQueries({ queryKey });
  const dismissal = useMutation(
    trpc.wheel.dismiss.mutationOptions({
      onSuccess: (_, { key }) => mark(key, new Date().toISOString()),
      onSettled: reread,
    }),
  );
  const restoring = useMutation(
    trpc.wheel.restore.mutationOptions({ onSuccess: (_, { key }) => mark(key, null), onSettled: reread }),
  );
  return {
    attention,
    /** Put aside or taken back since the page was opened: they stay in sight, with a way back. */
    justChanged,
    dismiss: ({ key, stance }: AttentionItem) => dismissal.mutate({ key, stance }),
    restore: ({ key }: AttentionItem) => restoring.mutate({ key }),
    failure: dismissal.error ?? restoring.error,
  };
}
