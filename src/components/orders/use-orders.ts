"use client";

import { useMutation } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { useReadings } from "@/components/accounts/use-readings";
import type { ConnectionView } from "@/shared/schemas/connection";
import type { ErrorResponse } from "@/shared/schemas/error-response";
import type { OrderStatus, OrdersView } from "@/shared/schemas/trading";
import { useTRPC, useTRPCClient } from "@/trpc/client";
import { toErrorResponse } from "@/trpc/error-response";

interface OlderOrders {
  /** Whether any connection has older orders than those that are shown. */
  readonly more: boolean;
  readonly busy: boolean;
  readonly error: ErrorResponse | null;
  /** Reads the next older orders of each connection that has some. */
  readonly load: () => void;
}

/** The newest orders of each connection, of one status or of all, and the older ones that were asked for. */
export function useOrders(connections: readonly ConnectionView[], status: OrderStatus | null) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const wish = useMemo(() => (status === null ? {} : { status }), [status]);
  const keyOf = useCallback(
    (connectionId: string) => trpc.portfolio.orders.queryKey({ connectionId, ...wish }),
    [trpc, wish],
  );
  const read = useCallback(
    (connectionId: string, fresh: boolean) => client.portfolio.orders.query({ connectionId, fresh, ...wish }),
    [client, wish],
  );
  const { views: newest, ...first } = useReadings(connections, keyOf, read);
  const [pages, setPages] = useState<{ status: OrderStatus | null; views: readonly OrdersView[] }>({
    status,
    views: [],
  });
  const older = pages.status === status ? pages.views : NONE;
  const views = useMemo(() => [...newest, ...older], [newest, older]);
  const cursors = new Map(views.map(({ connectionId, nextCursor }) => [connectionId, nextCursor]));
  const next = [...cursors].flatMap(([connectionId, cursor]) =>
    cursor === null ? [] : [{ connectionId, cursor }],
  );
  const loading = useMutation({
    mutationFn: () => Promise.all(next.map((page) => client.portfolio.orders.query({ ...page, ...wish }))),
    onSuccess: (arrived) => setPages({ status, views: [...older, ...arrived] }),
  });
  const olderOrders: OlderOrders = {
    more: next.length > 0,
    busy: loading.isPending,
    error: loading.error === null ? null : toErrorResponse(loading.error),
    load: () => loading.mutate(),
  };
  return { ...first, views, older: olderOrders };
}

const NONE: readonly OrdersView[] = [];
