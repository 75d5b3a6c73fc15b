"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { rereadAfterMs, useRereading } from "@/components/accounts/use-rereading";
import { useTRPC, useTRPCClient } from "@/trpc/client";

/** One cycle with its history. */
export function useCycle(cycleId: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const input = { cycleId, fresh: false };
  return useRereading(
    useQuery(trpc.wheel.cycle.queryOptions(input, { refetchInterval: rereadAfterMs })),
    () => client.wheel.cycle.query({ cycleId, fresh: true }),
    (view) => {
      queryClient.setQueryData(trpc.wheel.cycle.queryKey(input), view);
      void queryClient.invalidateQueries({ queryKey: trpc.wheel.overview.queryKey() });
      void queryClient.invalidateQueries({ queryKey: trpc.wheel.attention.queryKey() });
    },
  );
}
