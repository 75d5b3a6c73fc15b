"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "@/trpc/client";

const REREAD_MS = 60_000;
const NEWER_IS_COMING_MS = 3_000;
const INPUT = { connectionIds: null, fresh: false };

/** What the wheels of all connections brought, read again once a minute or soon while a newer reading is coming. */
export function useIncome() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const income = useQuery(
    trpc.wheel.income.queryOptions(INPUT, {
      refetchInterval: ({ state }) => (state.data?.revalidating === true ? NEWER_IS_COMING_MS : REREAD_MS),
    }),
  );
  const reread = useMutation({
    mutationFn: () => client.wheel.income.query({ connectionIds: null, fresh: true }),
    onSuccess: (view) => queryClient.setQueryData(trpc.wheel.income.queryKey(INPUT), view),
  });
  return {
    income,
    error: reread.error ?? income.error,
    busy: reread.isPending || income.isFetching,
    /** Reads from the brokers now instead of from the cache. */
    refresh: () => reread.mutate(),
  };
}
