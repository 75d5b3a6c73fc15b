"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Roll, WheelCycle } from "@/shared/schemas/wheel";
import { useTRPC } from "@/trpc/client";

type Decision = "joined" | "cut" | null;

/** Says of two trades whether they are a roll; its cycle is read again with that word. */
export function useDecideRoll({ connectionId }: Pick<WheelCycle, "connectionId">) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const decision = useMutation(
    trpc.wheel.decideRoll.mutationOptions({
      onSettled: () => queryClient.invalidateQueries({ queryKey: trpc.wheel.cycle.queryKey() }),
    }),
  );
  return {
    decide: ({ rollId }: Roll, word: Decision) => decision.mutate({ connectionId, rollId, decision: word }),
    /** The roll that is being decided on. */
    pendingId: decision.isPending ? decision.variables.rollId : null,
    error: decision.error,
  };
}
