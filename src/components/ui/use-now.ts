"use client";

import { useCallback, useSyncExternalStore } from "react";

/**
 * The time in milliseconds, renewed every `intervalMs`; null while the page is drawn on the server and in
 * the first moment in the browser, whose zone and clock the server does not know.
 */
export function useNow(intervalMs: number): number | null {
  const subscribe = useCallback(
    (notify: () => void) => {
      const timer = setInterval(notify, intervalMs);
      return () => clearInterval(timer);
    },
    [intervalMs],
  );
  return useSyncExternalStore<number | null>(
    subscribe,
    () => Math.floor(Date.now() / intervalMs) * intervalMs,
    () => null,
  );
}
