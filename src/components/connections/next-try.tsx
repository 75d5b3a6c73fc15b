"use client";

import type { UpkeepOutlook } from "@/components/connections/upkeep-outlook";
import { Countdown } from "@/components/ui/countdown";

interface NextTryProps {
  nextTry: NonNullable<UpkeepOutlook["nextTry"]>;
  /** Beside a sentence that says already who tries. */
  short?: boolean;
}

/** When Wheelhouse tries again by itself, running down. */
export function NextTry({ nextTry, short = false }: NextTryProps) {
  const what = short ? "Next try" : "Wheelhouse tries again";
  if (nextTry.isDue) return <>{what} any moment</>;
  return (
    <>
      {what} in{" "}
      <Countdown until={nextTry.at} label="Time until Wheelhouse tries again" className="tabular-nums" />
    </>
  );
}
