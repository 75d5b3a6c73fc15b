import { useEffect, useRef } from "react";

/** Reads anew whenever the connection's version moved after the first drawing. */
export function useRefetchOnChange(version: number, refetch: () => unknown): void {
  const known = useRef(version);
  useEffect(() => {
    if (known.current === version) return;
    known.current = version;
    void refetch();
  }, [version, refetch]);
}
