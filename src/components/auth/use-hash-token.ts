"use client";

import { useEffect, useState } from "react";

/**
 * The token behind `#` in the address, taken out of the address bar at once, so that neither the history
 * nor a shared screen keeps it. `null` while it is read, an empty text when there is none.
 */
export function useHashToken(): string | null {
  const [token, setToken] = useState<string | null>(null);
  useEffect(() => {
    const found = window.location.hash.slice(1);
    if (found !== "") window.history.replaceState(null, "", window.location.pathname);
    setToken((known) => (found === "" ? (known ?? "") : found));
  }, []);
  return token;
}
