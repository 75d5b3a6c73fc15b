"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { keepPrivacy } from "@/components/privacy/keep-privacy";
import { useToast } from "@/components/ui/toast";

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
  const toast = useToast();
  const setHidden = useCallback(
    (next: boolean) => {
      setShown(next);
      keepPrivacy(next).catch(() =>
        toast({
          tone: "warn",
          title: next
            ? "Amounts are hidden on this page only, the choice could not be kept"
            : "Amounts are shown on this page only, the choice could not be kept",
        }),
      );
    },
    [toast],
  );
  const privacy = useMemo(() => ({ hidden, setHidden }), [hidden, setHidden]);
  return <PrivacyContext value={privacy}>{children}</PrivacyContext>;
}
