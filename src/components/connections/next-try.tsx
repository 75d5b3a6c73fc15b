"use client";

import type { UpkeepOutlook } from "@/components/connections/upkeep-outlook";
import { Countdown } from "@/components/ui/countdown";

interface NextTryProps {
  nextTry: NonNullable<UpkeepOutlook["nextTry"]>;
}

/** When Wheelhouse tries again by itself, running down. */
export function NextTry({ nextTry }: NextTryProps) {
  if (nextTry.isDue) return <>Wheelhouse tries again any moment</>;
  return (
    <>
      Wheelhouse tries again in{" "}
      <Countdown until={nextTry.at} label="Time until Wheelhouse tries again" className="tabular-nums" />
    </>
  );
}
