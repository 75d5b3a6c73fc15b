import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { amountsHiddenIn, PRIVACY_COOKIE } from "@/components/privacy/privacy";
import { PrivacyProvider } from "@/components/privacy/privacy-provider";
import { AppShell } from "@/components/shell/app-shell";
import { readViewerOrRedirect } from "@/trpc/server";

export default async function AppLayout({ children }: { children: ReactNode }) {
  const viewer = await readViewerOrRedirect();
  const amountsHidden = amountsHiddenIn((await cookies()).get(PRIVACY_COOKIE)?.value);
  return (
    <PrivacyProvider initial={amountsHidden}>
      <AppShell viewer={viewer}>{children}</AppShell>
    </PrivacyProvider>
  );
}
