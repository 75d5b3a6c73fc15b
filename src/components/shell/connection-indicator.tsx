"use client";

import { CloudOff, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { useConnections } from "@/components/shell/connections-provider";
import { usePreferences } from "@/components/shell/preferences-provider";
import { summariseConnections } from "@/components/shell/summarise-connections";
import { type StatusTone, TONE_CLASSES } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import { Skeleton } from "@/components/ui/skeleton";
import { Tooltip } from "@/components/ui/tooltip";

interface IndicatorLook {
  icon: LucideIcon;
  tone: StatusTone;
  word: string;
  detail: string;
}

/** The indicator at one of the two edges of every page, where the person wants it there and at all. */
export function ConnectionIndicator({ position }: { position: "top" | "bottom" }) {
  const { showConnectionStatus, connectionStatusPosition } = usePreferences();
  if (!showConnectionStatus || connectionStatusPosition !== position) return null;
  if (position === "top") return <Indicator />;
  return (
    <>
      <div aria-hidden className="h-12 md:h-9" />
      <aside
        aria-label="Status of the connections"
        className="fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-20 border-t border-line bg-surface md:bottom-0"
      >
        <div className="mx-auto flex max-w-[80rem] items-center px-4 py-0.5 sm:px-6">
          <Indicator />
        </div>
      </aside>
    </>
  );
}

/** The worst state of all connections; leads to the connections. */
function Indicator() {
  const { connections, live } = useConnections();
  if (connections === null && live === "connecting") return <Skeleton className="mr-2 w-24" />;
  const look: IndicatorLook =
    live === "offline"
      ? {
          icon: CloudOff,
          tone: "warn",
          word: "Offline",
          detail:
            "Offline. Showing the last known state; it updates by itself when Wheelhouse answers again.",
        }
      : summariseConnections(connections ?? []);
  const Icon = look.icon;
  return (
    <Tooltip text={look.detail}>
      <Link
        href="/settings/connections"
        aria-label={look.detail}
        className="mr-1 inline-flex items-center rounded-md pointer-coarse:h-11"
      >
        <span
          aria-hidden
          className={classNames(
            "inline-flex h-7 items-center gap-1.5 rounded-md border px-2 text-13 font-medium whitespace-nowrap",
            look.tone === "ok" ? "border-transparent text-ok hover:bg-sunken" : TONE_CLASSES[look.tone],
          )}
        >
          <Icon className="size-4 shrink-0" />
          {look.word}
        </span>
        <span className="sr-only" role="status">
          Connections: {look.detail}
        </span>
      </Link>
    </Tooltip>
  );
}
