import type { ReactNode } from "react";
import { BottomNav } from "@/components/shell/bottom-nav";
import { ConnectionIndicator } from "@/components/shell/connection-indicator";
import { ConnectionsProvider } from "@/components/shell/connections-provider";
import { barItemsFor } from "@/components/shell/nav-items";
import { Shortcuts } from "@/components/shell/shortcuts";
import { SkipLink } from "@/components/shell/skip-link";
import { TopBar } from "@/components/shell/top-bar";
import type { Viewer } from "@/shared/schemas/member";

/** The frame of every page behind the sign-in. */
export function AppShell({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  const watchesConnections = viewer.permissions.includes("manage_connections");
  return (
    <ConnectionsProvider enabled={watchesConnections}>
      <Shortcuts permissions={viewer.permissions}>
        <SkipLink />
        <TopBar
          viewer={viewer}
          items={barItemsFor(viewer.permissions)}
          watchesConnections={watchesConnections}
        />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto max-w-[80rem] px-4 pb-24 outline-none sm:px-6 md:pb-12"
        >
          {children}
        </main>
        {watchesConnections && <ConnectionIndicator position="bottom" />}
        <BottomNav permissions={viewer.permissions} />
      </Shortcuts>
    </ConnectionsProvider>
  );
}
