"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { keepTheme } from "@/components/shell/keep-theme";
import type { Theme } from "@/components/shell/theme";
import { useToast } from "@/components/ui/toast";

interface ThemeChoice {
  theme: Theme;
  choose: (theme: Theme) => void;
}

const ThemeContext = createContext<ThemeChoice>({ theme: "auto", choose: () => undefined });

/** The person's theme and how to change it. */
export function useTheme(): ThemeChoice {
  return useContext(ThemeContext);
}

/** Starts from what the server read in the cookie; a change shows at once and is kept for a year. */
export function ThemeProvider({ initial, children }: { initial: Theme; children: ReactNode }) {
  const [theme, setTheme] = useState(initial);
  const toast = useToast();
  const choose = useCallback(
    (next: Theme) => {
      setTheme(next);
      document.documentElement.setAttribute("data-theme", next);
      keepTheme(next).catch(() =>
        toast({ tone: "warn", title: "The theme is changed for this page only, it could not be kept" }),
      );
    },
    [toast],
  );
  const choice = useMemo(() => ({ theme, choose }), [theme, choose]);
  return <ThemeContext value={choice}>{children}</ThemeContext>;
}
