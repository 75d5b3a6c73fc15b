"use client";

import { useCallback } from "react";
import { useReadings } from "@/components/accounts/use-readings";
import type { ConnectionView } from "@/shared/schemas/connection";
import { useTRPC, useTRPCClient } from "@/trpc/client";

/** The positions of each connection, shares and options. */
export function usePositions(connections: readonly ConnectionView[]) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const keyOf = useCallback(
    (connectionId: string) => trpc.portfolio.positions.queryKey({ connectionId }),
    [trpc],
  );
  const read = useCallback(
    (connectionId: string, fresh: boolean) => client.portfolio.positions.query({ connectionId, fresh }),
    [client],
  );
  return useReadings(connections, keyOf, read);
}
