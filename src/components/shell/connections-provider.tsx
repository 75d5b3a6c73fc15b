"use client";

import { skipToken } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { mergeConnection, mergeConnections } from "@/components/shell/merge-connections";
import type { ConnectionView } from "@/shared/schemas/connection";
import { useTRPC, useTRPCClient } from "@/trpc/client";

/** `connecting`: nothing heard yet. `live`: changes arrive as they happen. `offline`: the last known state. */
export type LiveState = "connecting" | "live" | "offline";

interface LiveConnections {
  /** Null until the first list arrives. */
  connections: readonly ConnectionView[] | null;
  live: LiveState;
  /** Puts in a view that a call returned, unless a newer one is already here. */
  apply: (view: ConnectionView) => void;
  /** Takes out a connection that was removed. */
  drop: (connectionId: string) => void;
}

const LiveContext = createContext<LiveConnections>({
  connections: null,
  live: "connecting",
  apply: () => undefined,
  drop: () => undefined,
});

const RETRY_MS = 3000;

/** The person's connections as they are now, from the one subscription of the page. */
export function useConnections(): LiveConnections {
  return useContext(LiveContext);
}

/** Listens to the connections; a dropped line is taken up again, and meanwhile the last state stays. */
export function ConnectionsProvider({ enabled, children }: { enabled: boolean; children: ReactNode }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [connections, setConnections] = useState<readonly ConnectionView[] | null>(null);
  const [live, setLive] = useState<LiveState>("connecting");
  const { status, reset } = useSubscription(
    trpc.connections.watch.subscriptionOptions(enabled ? undefined : skipToken, {
      onStarted: () => setLive("live"),
      onData: (event) => {
        setLive("live");
        setConnections((now) => mergeConnections(now, event.data));
      },
      onError: () => setLive("offline"),
      onConnectionStateChange: (change) => {
        if (change.state === "idle" || change.error !== null) setLive("offline");
      },
    }),
  );

  const ended = enabled && (status === "error" || status === "idle");
  useEffect(() => {
    if (!ended) return;
    // The stream does not say why it was refused; this call does, and leads to the sign-in if need be.
    client.viewer.get.query().catch(() => undefined);
    const timer = setTimeout(reset, RETRY_MS);
    return () => clearTimeout(timer);
  }, [ended, reset, client]);

  useEffect(() => {
    const goOffline = () => setLive("offline");
    window.addEventListener("online", reset);
    window.addEventListener("offline", goOffline);
    return () => {
      window.removeEventListener("online", reset);
      window.removeEventListener("offline", goOffline);
    };
  }, [reset]);

  const apply = useCallback(
    (view: ConnectionView) => setConnections((now) => mergeConnection(now, view)),
    [],
  );
  const drop = useCallback(
    (connectionId: string) =>
      setConnections((now) => now?.filter((connection) => connection.id !== connectionId) ?? null),
    [],
  );
  const value = useMemo(() => ({ connections, live, apply, drop }), [connections, live, apply, drop]);
  return <LiveContext value={value}>{children}</LiveContext>;
}
