"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { rereadAfterMs, useRereading } from "@/components/accounts/use-rereading";
import { useTRPC, useTRPCClient } from "@/trpc/client";

const INPUT = { connectionIds: null, fresh: false };

/** What the wheels of all connections brought. */
export function useIncome() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  return useRereading(
    useQuery(trpc.wheel.income.queryOptions(INPUT, { refetchInterval: rereadAfterMs })),
    () => client.wheel.income.query({ ...INPUT, fresh: true }),
    (view) => queryClient.setQueryData(trpc.wheel.income.queryKey(INPUT), view),
  );
}
