"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "@/trpc/client";

const REREAD_MS = 60_000;
const NEWER_IS_COMING_MS = 3_000;
const INPUT = { connectionIds: null, fresh: false };

/** The wheel over all connections, read again once a minute, or soon while a newer reading is on its way. */
export function useWheel() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const queryKey = trpc.wheel.overview.queryKey(INPUT);
  const wheel = useQuery(
    trpc.wheel.overview.queryOptions(INPUT, {
      refetchInterval: ({ state }) => (state.data?.revalidating === true ? NEWER_IS_COMING_MS : REREAD_MS),
    }),
  );
  const reread = useMutation({
    mutationFn: () => client.wheel.overview.query({ connectionIds: null, fresh: true }),
    onSuccess: (view) => {
      queryClient.setQueryData(queryKey, view);
      void queryClient.invalidateQueries({ queryKey: trpc.wheel.attention.queryKey() });
    },
  });
  return {
    wheel,
    error: reread.error ?? wheel.error,
    busy: reread.isPending || wheel.isFetching,
    /** Reads from the brokers now instead of from the cache. */
    refresh: () => reread.mutate(),
  };
}
