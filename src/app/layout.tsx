import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { Providers } from "@/components/shell/providers";
import { chosenTheme, THEME_COOKIE } from "@/components/shell/theme";
import { Notice } from "@/components/ui/notice";
import { readTheme } from "@/trpc/server";
import "@/app/globals.css";

export const metadata: Metadata = {
  title: { default: "Wheelhouse", template: "%s · Wheelhouse" },
  description: "Holds your brokerage connections on your own machine.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f7f4" },
    { media: "(prefers-color-scheme: dark)", color: "#0e1210" },
  ],
};

/** Drawn anew at each request, since each answer carries its own nonce for scripts. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const theme = await readTheme(chosenTheme((await cookies()).get(THEME_COOKIE)?.value));
  // For what asks by itself; links and files of Next begin with it anyway.
  const basePath = (await headers()).get("x-wheelhouse-base-path") ?? "";
  return (
    <html lang="en" data-theme={theme} data-base-path={basePath}>
      <body>
        <noscript>
          <Notice tone="warn" title="Wheelhouse needs JavaScript" announce="none">
            Allow it for this address, and open the page again.
          </Notice>
        </noscript>
        <Providers theme={theme} basePath={basePath}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
