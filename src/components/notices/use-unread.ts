"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useConnections } from "@/components/shell/connections-provider";
import { useTRPC } from "@/trpc/client";

const ASK_EVERY_MS = 30_000;

/** How many notices are unread; asked every 30 seconds while the page is visible. */
export function useUnread() {
  return useQuery(useTRPC().notices.unread.queryOptions(undefined, { refetchInterval: ASK_EVERY_MS }));
}

/** Asks for notices anew when a connection moves, and for the list when the number of unread ones does. */
export function useFreshNotices(): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { connections } = useConnections();
  const unread = useUnread().data;
  const moves = connections?.map(({ id, version }) => `${id}:${version}`).join(" ") ?? null;
  const state = unread === undefined ? null : `${unread.count}:${unread.upto}`;
  const known = useRef({ moves, state });

  useEffect(() => {
    const before = known.current;
    known.current = { moves, state };
    if (before.moves !== null && before.moves !== moves) {
      void queryClient.invalidateQueries(trpc.notices.pathFilter());
    } else if (before.state !== null && before.state !== state) {
      void queryClient.invalidateQueries(trpc.notices.list.queryFilter());
    }
  }, [moves, state, queryClient, trpc]);
}
