import { useInfiniteQuery } from "@tanstack/react-query";
import type { FlightPage } from "@/shared/schemas/flight-record";
import { useTRPC, useTRPCClient } from "@/trpc/client";

const PAGE = 100;
const POLL_MS = 10_000;
/** Who reads far back is not following what happens now: all pages would be asked for again. */
const MOST_POLLED_PAGES = 3;

/** The timeline of a connection, page by page, newest first; it follows what happens while it is on the screen. */
export function useFlightPages(connectionId: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: [...trpc.connections.flightRecords.queryKey({ connectionId }), "pages"],
    queryFn: ({ pageParam, signal }): Promise<FlightPage> =>
      client.connections.flightRecords.query({ connectionId, before: pageParam, limit: PAGE }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.before,
    select: ({ pages }) => pages.flatMap(({ records }) => records),
    staleTime: 0,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > MOST_POLLED_PAGES ? false : POLL_MS),
  });
}
