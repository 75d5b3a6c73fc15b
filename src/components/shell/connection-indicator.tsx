"use client";

import { CloudOff, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { useConnections } from "@/components/shell/connections-provider";
import { summariseConnections } from "@/components/shell/summarise-connections";
import { type StatusTone, TONE_CLASSES } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import { Skeleton } from "@/components/ui/skeleton";

interface IndicatorLook {
  icon: LucideIcon;
  tone: StatusTone;
  word: string;
  detail: string;
}

/** The worst state of all connections, in the bar of every page; leads to the connections. */
export function ConnectionIndicator() {
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
    <Link
      href="/settings/connections"
      title={look.detail}
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
  );
}
