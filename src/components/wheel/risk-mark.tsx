"use client";

import { StatusBadge } from "@/components/ui/status-badge";
import { Tooltip } from "@/components/ui/tooltip";
import { RISK_LOOKS } from "@/components/wheel/cycle-looks";
import { riskWords } from "@/components/wheel/risk-words";
import type { AssignmentRisk } from "@/shared/schemas/wheel";

/** How likely an assignment is; what that was judged by on hover and focus. */
export function RiskMark({ risk }: { risk: AssignmentRisk }) {
  const evidence = riskWords(risk).join(" ");
  const look = RISK_LOOKS[risk.level];
  if (evidence === "") return <StatusBadge look={look} plain />;
  return (
    <Tooltip text={evidence}>
      <button
        type="button"
        aria-label={`Assignment risk ${look.word.toLowerCase()}. ${evidence}`}
        className="cursor-help rounded-sm underline decoration-line-strong decoration-dotted underline-offset-4"
      >
        <StatusBadge look={look} plain />
      </button>
    </Tooltip>
  );
}
