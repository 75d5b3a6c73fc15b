import type { AttentionFacts, Finding, Rule } from "@/server/services/attention/attention-facts";
import { collateralShort } from "@/server/services/attention/rules/collateral-short";
import { nakedCall, uncoveredShares } from "@/server/services/attention/rules/coverage";
import { assignmentPending, evidenceMissing } from "@/server/services/attention/rules/evidence";
import { exDividend } from "@/server/services/attention/rules/ex-dividend";
import { expiring } from "@/server/services/attention/rules/expiring";
import { inTheMoney, nearStrike } from "@/server/services/attention/rules/moneyness";
import { profitTarget } from "@/server/services/attention/rules/profit-target";
import { sessionEndsFirst } from "@/server/services/attention/rules/session-ends-first";
import {
  type AttentionItem,
  type AttentionRule,
  type AttentionSettings,
  SEVERITIES,
} from "@/shared/schemas/attention";

const RULES: Readonly<Record<AttentionRule, Rule>> = {
  expiring,
  in_the_money: inTheMoney,
  near_strike: nearStrike,
  profit_target: profitTarget,
  ex_dividend: exDividend,
  collateral_short: collateralShort,
  uncovered_shares: uncoveredShares,
  naked_call: nakedCall,
  session_ends_first: sessionEndsFirst,
  assignment_pending: assignmentPending,
  evidence_missing: evidenceMissing,
};

/** What a person has put aside: an item with this key, as long as it has this stance. */
export interface Dismissal {
  readonly key: string;
  readonly stance: string;
  readonly dismissedAt: Date;
}

/**
 * All that needs the person, the most severe first, then what is due first. A dismissal holds while the item's
 * stance is the one that was dismissed. Pure.
 */
export function attentionOf(
  facts: AttentionFacts,
  settings: AttentionSettings,
  dismissals: readonly Dismissal[],
): AttentionItem[] {
  const put = new Map(dismissals.map((dismissal) => [dismissal.key, dismissal]));
  return Object.values(RULES)
    .flatMap((rule) => rule(facts, settings))
    .toSorted(bySeverityAndDay)
    .map((finding) => {
      const dismissal = put.get(finding.key);
      const holds = dismissal?.stance === finding.stance;
      return { ...finding, dismissedAt: holds ? dismissal.dismissedAt.toISOString() : null };
    });
}

/** Days sort before a word. */
const NO_DAY = "no day";

function bySeverityAndDay(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    (a.dueDay ?? NO_DAY).localeCompare(b.dueDay ?? NO_DAY) ||
    a.key.localeCompare(b.key)
  );
}
