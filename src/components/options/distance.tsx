"use client";

import { moneynessWords } from "@/components/positions/ratios";
import { Decimals } from "@/components/ui/decimals";
import { useTooltipsShown } from "@/components/ui/tooltip-visibility";

/** How far the share is from the strike, with the side in letters: out of, in, or at the money. */
export function Distance({ percent }: { percent: string | null }) {
  const tooltips = useTooltipsShown();
  if (percent === null) return <Decimals value={null} />;
  const words = moneynessWords(percent);
  const inside = words === "in the money";
  return (
    <span className={inside ? "font-medium whitespace-nowrap text-warn" : "whitespace-nowrap"}>
      <Decimals value={percent.replace("-", "")} decimals={1} /> %{" "}
      <abbr title={tooltips ? words : undefined} className="no-underline">
        {inside ? "ITM" : words === "out of the money" ? "OTM" : "ATM"}
      </abbr>
    </span>
  );
}
