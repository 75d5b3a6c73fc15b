"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "@/trpc/client";

const REREAD_MS = 60_000;
const NEWER_IS_COMING_MS = 3_000;

/** One cycle with its history, read again once a minute, or soon while a newer reading is on its way. */
export function useCycle(cycleId: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const input = { cycleId, fresh: false };
  const cycle = useQuery(
    trpc.wheel.cycle.queryOptions(input, {
      refetchInterval: ({ state }) => (state.data?.revalidating === true ? NEWER_IS_COMING_MS : REREAD_MS),
    }),
  );
  const reread = useMutation({
    mutationFn: () => client.wheel.cycle.query({ cycleId, fresh: true }),
    onSuccess: (view) => {
      queryClient.setQueryData(trpc.wheel.cycle.queryKey(input), view);
      void queryClient.invalidateQueries({ queryKey: trpc.wheel.overview.queryKey() });
      void queryClient.invalidateQueries({ queryKey: trpc.wheel.attention.queryKey() });
    },
  });
  return {
    cycle,
    error: reread.error ?? cycle.error,
    busy: reread.isPending || cycle.isFetching,
    /** Reads from the brokers now instead of from the cache. */
    refresh: () => reread.mutate(),
  };
}
