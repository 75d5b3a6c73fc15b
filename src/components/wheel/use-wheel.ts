"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { rereadAfterMs, useRereading } from "@/components/accounts/use-rereading";
import { useTRPC, useTRPCClient } from "@/trpc/client";

const INPUT = { connectionIds: null, fresh: false };

/** The wheel over all connections. */
export function useWheel() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  return useRereading(
    useQuery(trpc.wheel.overview.queryOptions(INPUT, { refetchInterval: rereadAfterMs })),
    () => client.wheel.overview.query({ ...INPUT, fresh: true }),
    (view) => {
      queryClient.setQueryData(trpc.wheel.overview.queryKey(INPUT), view);
      void queryClient.invalidateQueries({ queryKey: trpc.wheel.attention.queryKey() });
    },
  );
}
