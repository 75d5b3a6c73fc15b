"use client";

import { useEffect, useRef } from "react";
import { formatCountdown, formatDuration } from "@/components/ui/format-time";
import { useNow } from "@/components/ui/use-now";

interface CountdownProps {
  /** ISO 8601, UTC: when the time is up. */
  until: string;
  /** What runs out, for screen readers, such as 'Time left to approve'. */
  label: string;
  onEnd?: () => void;
  className?: string;
}

/** Time left, ticking. Screen readers hear it at each whole minute and at 30 and 10 seconds, not each second. */
export function Countdown({ until, label, onEnd, className }: CountdownProps) {
  const nowMs = useNow(1000);
  const leftMs = nowMs === null ? null : Math.max(0, Date.parse(until) - nowMs);
  const ended = leftMs === 0;
  const endedFor = useRef<string | null>(null);
  useEffect(() => {
    if (ended && endedFor.current !== until) {
      endedFor.current = until;
      onEnd?.();
    }
  }, [ended, until, onEnd]);

  if (leftMs === null) return <span className={className}>–:––</span>;
  return (
    <span className={className}>
      <span aria-hidden>{formatCountdown(leftMs)}</span>
      <span className="sr-only" role="timer" aria-live="polite">
        {label}: {formatDuration(spokenStep(leftMs))}
      </span>
    </span>
  );
}

/** The last step passed on the way down, so that the spoken text changes only there. */
function spokenStep(leftMs: number): number {
  if (leftMs > 60_000) return Math.ceil(leftMs / 60_000) * 60_000;
  if (leftMs > 30_000) return 60_000;
  if (leftMs > 10_000) return 30_000;
  return leftMs > 0 ? 10_000 : 0;
}
