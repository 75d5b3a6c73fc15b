"use client";

import { type QueryKey, useMutation, useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { canReadSummary } from "@/components/accounts/summary-state";
import { useSameList } from "@/components/accounts/use-same-list";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import type { PartProvenance } from "@/shared/schemas/trading";
import { toErrorResponse } from "@/trpc/error-response";

const REREAD_MS = 60_000;
const NEWER_IS_COMING_MS = 2_000;

interface ReadingView {
  readonly parts: readonly PartProvenance[];
  readonly revalidating: boolean;
}

/** What is known of one connection's data. */
export interface ConnectionReading<TView> {
  readonly connection: ConnectionView;
  readonly view: TView | undefined;
  /** Why the last request did not arrive, if it did not. */
  readonly error: ErrorResponse | null;
  readonly loading: boolean;
  readonly busy: boolean;
}

interface Readings<TView> {
  readonly readings: readonly ConnectionReading<TView>[];
  /** The views that have arrived; the same list as long as none of them changes. */
  readonly views: readonly TView[];
  readonly busy: boolean;
  /** Reads all of them from the brokers now instead of from the cache. */
  readonly refresh: () => void;
}

/**
 * One view for each connection that can be read: again once a minute while the page is looked at, and after two
 * seconds while the server says that a newer reading is on its way.
 */
export function useReadings<TView extends ReadingView>(
  connections: readonly ConnectionView[],
  keyOf: (connectionId: string) => QueryKey,
  read: (connectionId: string, fresh: boolean) => Promise<TView>,
): Readings<TView> {
  const queryClient = useQueryClient();
  const readable = connections.filter(canReadSummary);
  const results = useQueries({
    queries: readable.map(({ id }) => ({
      queryKey: keyOf(id),
      queryFn: () => read(id, false),
      refetchInterval: (query: { state: { data: TView | undefined } }) =>
        query.state.data?.revalidating === true ? NEWER_IS_COMING_MS : REREAD_MS,
    })),
  });
  const reread = useMutation({
    mutationFn: (connectionIds: readonly string[]) =>
      Promise.allSettled(
        connectionIds.map(async (id) => queryClient.setQueryData(keyOf(id), await read(id, true))),
      ),
  });

  // A new broker session answers what the old one could not.
  const sessions = readable.map(({ id, session }) => `${id}:${session?.id ?? ""}`).join(" ");
  const known = useRef(sessions);
  useEffect(() => {
    if (known.current === sessions) return;
    known.current = sessions;
    for (const { id } of readable) void queryClient.invalidateQueries({ queryKey: keyOf(id) });
  }, [sessions, readable, keyOf, queryClient]);

  const views = useSameList(results.flatMap(({ data }) => (data === undefined ? [] : [data])));

  return {
    views,
    readings: readable.map((connection, index) => {
      const result = results[index];
      const error = result?.error ?? null;
      return {
        connection,
        view: result?.data,
        error: error === null ? null : toErrorResponse(error),
        loading: result?.data === undefined && error === null,
        busy: result?.isFetching === true || reread.isPending,
      };
    }),
    busy: reread.isPending || results.some((result) => result.isFetching),
    refresh: () => reread.mutate(readable.map(({ id }) => id)),
  };
}
