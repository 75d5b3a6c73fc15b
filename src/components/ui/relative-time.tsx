"use client";

import { formatExactTime, formatRelativeTime } from "@/components/ui/format-time";
import { Tooltip } from "@/components/ui/tooltip";
import { useNow } from "@/components/ui/use-now";

interface RelativeTimeProps {
  /** ISO 8601, UTC. */
  at: string;
  className?: string;
}

const STEP_MS = 15_000;

/** How long ago or ahead; the exact time with its zone on hover, on focus and for screen readers. */
export function RelativeTime({ at, className }: RelativeTimeProps) {
  const stepMs = useNow(STEP_MS);
  if (stepMs === null) {
    return (
      <time dateTime={at} className={className}>
        {formatExactTime(at, "UTC")}
      </time>
    );
  }
  // What is over is seen from the end of the step, so that what has just happened never lies ahead.
  const endMs = stepMs + STEP_MS;
  const nowMs = Date.parse(at) <= endMs ? endMs : stepMs;
  const exact = formatExactTime(at);
  return (
    <Tooltip text={exact}>
      <time dateTime={at} className={className}>
        <span aria-hidden>{formatRelativeTime(at, nowMs)}</span>
        <span className="sr-only">
          {formatRelativeTime(at, nowMs)} ({exact})
        </span>
      </time>
    </Tooltip>
  );
}
