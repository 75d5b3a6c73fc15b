"use client";

import type { UpkeepOutlook } from "@/components/connections/upkeep-outlook";
import { Countdown } from "@/components/ui/countdown";
import { formatExactTime } from "@/components/ui/format-time";
import { useNow } from "@/components/ui/use-now";

interface DeadlineTimeProps {
  deadline: NonNullable<UpkeepOutlook["deadline"]>;
}

/** By when the person must act: the exact time, and a clock on its last day. */
export function DeadlineTime({ deadline }: DeadlineTimeProps) {
  const isHere = useNow(60_000) !== null;
  return (
    <>
      <time dateTime={deadline.at}>{formatExactTime(deadline.at, isHere ? undefined : "UTC")}</time>
      {deadline.isNear && (
        <>
          {" (in "}
          <Countdown until={deadline.at} label="Time left to sign in again" className="tabular-nums" />)
        </>
      )}
    </>
  );
}
