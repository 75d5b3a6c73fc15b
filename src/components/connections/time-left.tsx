"use client";

import { remainingShare } from "@/components/connections/remaining-share";
import { Countdown } from "@/components/ui/countdown";
import { useNow } from "@/components/ui/use-now";

interface TimeLeftProps {
  /** What the time is left for, such as 'Time left to approve'. */
  label: string;
  from: string;
  until: string;
}

/** A running clock over a bar that empties. */
export function TimeLeft({ label, from, until }: TimeLeftProps) {
  const nowMs = useNow(1000);
  return (
    <div className="flex max-w-80 flex-col gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <span aria-hidden className="text-13 text-ink-soft">
          {label}
        </span>
        <Countdown until={until} label={label} className="text-20 font-semibold" />
      </div>
      <div aria-hidden className="h-1 overflow-hidden rounded-sm bg-sunken">
        <div
          className="h-full origin-left bg-needs"
          style={{ transform: `scaleX(${nowMs === null ? 1 : remainingShare(from, until, nowMs)})` }}
        />
      </div>
    </div>
  );
}
