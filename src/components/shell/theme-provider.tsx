"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { keepTheme } from "@/components/shell/keep-theme";
import type { Theme } from "@/components/shell/theme";
import { useToast } from "@/components/ui/toast";
import { useTRPC } from "@/trpc/client";

interface ThemeChoice {
  theme: Theme;
  /** Takes a theme for the person, or for this browser where nobody is signed in; null is the system's. */
  choose: (theme: Theme | null) => void;
  /** Draws the page so, and keeps nothing. */
  show: (theme: Theme) => void;
}

const ThemeContext = createContext<ThemeChoice>({
  theme: "auto",
  choose: () => undefined,
  show: () => undefined,
});

/** The person's theme and how to change it. */
export function useTheme(): ThemeChoice {
  return useContext(ThemeContext);
}

/** Starts from what the server drew the page with; a change shows at once and is kept on the server. */
export function ThemeProvider({ initial, children }: { initial: Theme; children: ReactNode }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [theme, setTheme] = useState(initial);
  const toast = useToast();
  const show = useCallback((next: Theme) => {
    setTheme(next);
    document.documentElement.setAttribute("data-theme", next);
  }, []);
  const choose = useCallback(
    (wanted: Theme | null) => {
      if (wanted !== null) show(wanted);
      keepTheme(wanted).then(
        (kept) => {
          show(kept);
          void queryClient.invalidateQueries({ queryKey: trpc.preferences.read.queryKey() });
        },
        () => toast({ tone: "warn", title: "The theme is changed for this page only, it could not be kept" }),
      );
    },
    [show, toast, queryClient, trpc],
  );
  const choice = useMemo(() => ({ theme, choose, show }), [theme, choose, show]);
  return <ThemeContext value={choice}>{children}</ThemeContext>;
}
