"use client";

import { SessionProvider } from "next-auth/react";
import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import type { Theme } from "@/components/shell/theme";
import { ThemeProvider } from "@/components/shell/theme-provider";
import { ToastProvider } from "@/components/ui/toast";
import { API_ADDRESSES } from "@/shared/addresses";
import { ApiProvider } from "@/trpc/client";

/** What every page has: where next-auth is found, the API, the theme, tooltips and short messages. */
export function Providers({
  theme,
  basePath,
  children,
}: {
  theme: Theme;
  basePath: string;
  children: ReactNode;
}) {
  return (
    <SessionProvider
      basePath={`${basePath}${API_ADDRESSES.auth}`}
      session={null}
      refetchOnWindowFocus={false}
    >
      <ApiProvider>
        <ThemeProvider initial={theme}>
          <Tooltip.Provider delayDuration={300} skipDelayDuration={100}>
            <ToastProvider>{children}</ToastProvider>
          </Tooltip.Provider>
        </ThemeProvider>
      </ApiProvider>
    </SessionProvider>
  );
}
