"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/trpc/client";

const ASK_EVERY_MS = 60_000;

/** The person's tokens; uses are written in the background, so they are asked for again. */
export function useTokens() {
  return useQuery(useTRPC().tokens.list.queryOptions(undefined, { refetchInterval: ASK_EVERY_MS }));
}

/** What a new token can be given, and the names of what the old ones reach. */
export function useTokenChoices() {
  return useQuery(useTRPC().tokens.choices.queryOptions());
}

/** Reads the list anew, after something was done to a token. */
export function useReloadTokens(): () => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries(trpc.tokens.list.queryFilter());
}

/** Whether programs are kept out, by the person or by an admin. */
export function useFreeze() {
  return useQuery(useTRPC().tokens.freezeState.queryOptions());
}
