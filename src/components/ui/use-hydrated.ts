"use client";

import { useSyncExternalStore } from "react";

const subscribe = () => () => undefined;

/** Whether the page's scripts have taken over: false on the server and while what it drew has no handlers yet. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  );
}
