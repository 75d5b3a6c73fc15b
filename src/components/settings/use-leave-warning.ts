"use client";

import { useEffect, useState } from "react";
import { LEAVE_EVENT } from "@/components/shell/leave-event";
import { belowBase } from "@/trpc/base-path";

/**
 * Holds up leaving the page while something is not saved: the browser asks before the window closes or reloads, and
 * the address that a link or a shortcut leads to is given back, for the page to ask about.
 */
export function useLeaveWarning(unsaved: boolean) {
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    if (!unsaved) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (link === null || link.target !== "" || link.download !== "") return;
      const { origin, pathname, search } = new URL(link.href);
      if (origin !== window.location.origin || pathname === window.location.pathname) return;
      event.preventDefault();
      event.stopPropagation();
      setWanted(belowBase(pathname) + search);
    };
    const onShortcut = (event: Event) => {
      if (!(event instanceof CustomEvent)) return;
      event.preventDefault();
      setWanted(String(event.detail));
    };
    window.addEventListener("beforeunload", onUnload);
    window.addEventListener(LEAVE_EVENT, onShortcut);
    document.addEventListener("click", onClick, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      window.removeEventListener(LEAVE_EVENT, onShortcut);
      document.removeEventListener("click", onClick, { capture: true });
    };
  }, [unsaved]);
  return { wanted, stay: () => setWanted(null) };
}
