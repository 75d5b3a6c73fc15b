"use client";

import { useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { canReadSummary, type SummaryState, summaryState } from "@/components/accounts/summary-state";
import type { AccountSummaryView } from "@/shared/schemas/account";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

const REREAD_MS = 60_000;
const NEWER_IS_COMING_MS = 2_000;

export interface ConnectionSummary {
  readonly connection: ConnectionView;
  readonly state: SummaryState;
  readonly view: AccountSummaryView | undefined;
  /** Why the last request did not arrive, if it did not. */
  readonly error: ErrorResponse | null;
  readonly busy: boolean;
}

interface AccountSummaries {
  readonly summaries: readonly ConnectionSummary[];
  /** Reads from the brokers now instead of from the cache. */
  readonly refresh: (connectionIds: readonly string[]) => void;
}

/** The account summary of each connection, read again once a minute while the page is looked at. */
export function useAccountSummaries(connections: readonly ConnectionView[]): AccountSummaries {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const results = useQueries({
    queries: connections.map((connection) => ({
      ...trpc.portfolio.summary.queryOptions({ connectionId: connection.id }),
      enabled: canReadSummary(connection),
      refetchInterval: (query: { state: { data: AccountSummaryView | undefined } }) =>
        query.state.data?.revalidating === true ? NEWER_IS_COMING_MS : REREAD_MS,
    })),
  });
  const reread = useMutation({
    mutationFn: async (connectionIds: readonly string[]) => {
      await Promise.allSettled(
        connectionIds.map(async (connectionId) => {
          const view = await client.portfolio.summary.query({ connectionId, fresh: true });
          queryClient.setQueryData(trpc.portfolio.summary.queryKey({ connectionId }), view);
        }),
      );
    },
  });

  // A new broker session answers what the old one could not.
  const sessions = connections.map(({ id, session }) => `${id}:${session?.id ?? ""}`).join(" ");
  const known = useRef(sessions);
  useEffect(() => {
    if (known.current === sessions) return;
    known.current = sessions;
    void queryClient.invalidateQueries({ queryKey: trpc.portfolio.summary.queryKey() });
  }, [sessions, queryClient, trpc]);

  return {
    summaries: connections.map((connection, index) => {
      const result = results[index];
      const error = result?.error ?? null;
      return {
        connection,
        state: summaryState(connection, result?.data, error !== null),
        view: result?.data,
        error: error === null ? null : toErrorResponse(error),
        busy: result?.isFetching === true || (reread.isPending && reread.variables.includes(connection.id)),
      };
    }),
    refresh: reread.mutate,
  };
}
