import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { readViewerOrRedirect } from "@/trpc/server";

export default async function AppLayout({ children }: { children: ReactNode }) {
  const viewer = await readViewerOrRedirect();
  return <AppShell viewer={viewer}>{children}</AppShell>;
}
