import { Decimals } from "@/components/ui/decimals";
import { isBlocked } from "@/components/wheel/blocked-words";
import { CycleFigure } from "@/components/wheel/cycle-figure";
import type { WheelCycle } from "@/shared/schemas/wheel";

/** The return a year on the collateral that was tied up; 'too early' in the first week. */
export function Annualised({ cycle }: { cycle: WheelCycle }) {
  const { onCollateral, tooEarly } = cycle.annualised;
  if (isBlocked(cycle.blocked, "annualised")) {
    return <CycleFigure cycle={cycle} figure="annualised" value={null} />;
  }
  if (tooEarly) return <span className="whitespace-nowrap text-ink-soft">too early</span>;
  if (onCollateral === null) return <Decimals value={null} />;
  return (
    <span className="whitespace-nowrap">
      <Decimals value={onCollateral} decimals={1} change /> %
    </span>
  );
}
