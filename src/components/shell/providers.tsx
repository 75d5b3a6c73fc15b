"use client";

import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import type { Theme } from "@/components/shell/theme";
import { ThemeProvider } from "@/components/shell/theme-provider";
import { ToastProvider } from "@/components/ui/toast";
import { ApiProvider } from "@/trpc/client";

/** What every page has: the API, the theme, tooltips and short messages. */
export function Providers({ theme, children }: { theme: Theme; children: ReactNode }) {
  return (
    <ApiProvider>
      <ThemeProvider initial={theme}>
        <Tooltip.Provider delayDuration={300} skipDelayDuration={100}>
          <ToastProvider>{children}</ToastProvider>
        </Tooltip.Provider>
      </ThemeProvider>
    </ApiProvider>
  );
}
