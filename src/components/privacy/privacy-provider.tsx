"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { privacyCookie } from "@/components/privacy/privacy";

interface Privacy {
  /** Amounts of money of the person are shown as dots. */
  hidden: boolean;
  setHidden: (hidden: boolean) => void;
}

const PrivacyContext = createContext<Privacy>({ hidden: false, setHidden: () => undefined });

/** Whether amounts are hidden, and how to change it. */
export function usePrivacy(): Privacy {
  return useContext(PrivacyContext);
}

/** Starts from what the server read in the cookie; a change shows at once and is kept for a year. */
export function PrivacyProvider({ initial, children }: { initial: boolean; children: ReactNode }) {
  const [hidden, setShown] = useState(initial);
  const setHidden = useCallback((next: boolean) => {
    // Written here, not by a request: whoever hides amounts and opens a page at once must find them hidden there.
    // The Cookie Store would answer later, and is there on https only.
    document.cookie = privacyCookie(next, window.location.protocol === "https:");
    setShown(next);
  }, []);
  const privacy = useMemo(() => ({ hidden, setHidden }), [hidden, setHidden]);
  return <PrivacyContext value={privacy}>{children}</PrivacyContext>;
}
