"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import { type AuditFilters, readFilters, writeFilters } from "@/components/audit/audit-filters";

const SETTLE_MS = 250;

/**
 * The filters as typed, at once, and as asked for, a moment after the last change. The address holds what is
 * asked for; going back in the browser brings earlier filters back.
 */
export function useAuditFilters() {
  const address = useSearchParams().toString();
  const [typed, setTyped] = useState<AuditFilters>(() => readFilters(new URLSearchParams(address)));
  const [seen, setSeen] = useState(address);
  if (address !== seen) {
    setSeen(address);
    if (address !== writeFilters(typed)) setTyped(readFilters(new URLSearchParams(address)));
  }
  const wanted = writeFilters(typed);
  useEffect(() => {
    if (wanted === address) return;
    const timer = setTimeout(() => {
      const path = window.location.pathname;
      window.history.replaceState(null, "", wanted === "" ? path : `${path}?${wanted}`);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [wanted, address]);
  return { typed, setTyped, asked: readFilters(new URLSearchParams(address)) };
}
