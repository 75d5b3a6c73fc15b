import { CircleSlash } from "lucide-react";
import type { ReactNode } from "react";
import { Money } from "@/components/ui/money";
import { isBlocked } from "@/components/wheel/blocked-words";
import type { WheelCycle } from "@/shared/schemas/wheel";

interface CycleFigureProps {
  cycle: Pick<WheelCycle, "blocked">;
  /** The name that `blocked` uses. */
  figure: string;
  value: string | null;
  change?: boolean;
  /** Where nothing is known and nothing is missing, such as a basis without shares. */
  none?: ReactNode;
}

/** A figure of a cycle, or plainly that it is blocked; what is missing stands with the cycle. */
export function CycleFigure({ cycle, figure, value, change = false, none }: CycleFigureProps) {
  if (isBlocked(cycle.blocked, figure)) {
    return (
      <span className="inline-flex items-center gap-1 whitespace-nowrap text-warn">
        <CircleSlash aria-hidden className="size-3.5" />
        Blocked
      </span>
    );
  }
  if (value === null && none !== undefined) return <span className="text-ink-soft">{none}</span>;
  return <Money value={value} change={change} />;
}
