import { describe, expect, it } from "vitest";
import { attentionSentence } from "@/components/attention/attention-sentence";
import type { AttentionItem } from "@/shared/schemas/attention";
import { optionTerms } from "@/test/wheel-builders";

function item(changes: Partial<AttentionItem>): AttentionItem {
  return {
    key: "k",
    rule: "expiring",
    severity: "info",
    connectionId: "c-1",
    label: "Main",
    account: { accountId: "a-1", maskedNumber: "••••1234" },
    underlying: "AAPL",
    option: optionTerms(),
    cycleId: "cycle-1",
    facts: {},
    stance: "s",
    dueDay: null,
    dismissedAt: null,
    ...changes,
  };
}

const CONTRACT = "AAPL 150 put 20 Mar 2026";

describe("attentionSentence", () => {
  it.each<[AttentionItem["rule"], AttentionItem["facts"], string]>([
    ["expiring", { days: "0", quantity: "-2" }, `${CONTRACT} expires today, 2 contracts short.`],
    ["expiring", { days: "1", quantity: "1" }, `${CONTRACT} expires tomorrow, 1 contract long.`],
    [
      "in_the_money",
      { distance: "-1.25", distancePercent: "-0.8401", sharePrice: "148.75", days: "3" },
      `${CONTRACT} is 1.25 (0.8 %) in the money, the share at 148.75. It expires in 3 days.`,
    ],
    [
      "near_strike",
      { distance: "2", distancePercent: "1.32", days: "5" },
      `${CONTRACT} is 2 (1.3 %) from its strike. It expires in 5 days.`,
    ],
    [
      "profit_target",
      { profitPercent: "82.4", targetPercent: "75", mark: "0.35", timePercent: "41.2" },
      `82 % of the premium of ${CONTRACT} is yours at its mark of 0.35, with 41 % of its time used. Your target is 75 %.`,
    ],
    [
      "ex_dividend",
      { exDividendDay: "2026-03-09", dividendPerShare: "0.26", timeValue: "0.10" },
      `${CONTRACT} may be exercised early: the ex-dividend day is 9 Mar 2026, for 0.26 a share, and its time value is 0.10.`,
    ],
    [
      "collateral_short",
      { needed: "15000", available: "12000", missing: "3000", against: "cash", puts: "1" },
      "1 short put would cost <15000> if assigned, and <12000> of cash is there: <3000> is missing.",
    ],
    [
      "uncovered_shares",
      { uncovered: "100", shares: "300", since: "2026-03-02", days: "4" },
      "100 of 300 AAPL shares have had no call for 4 days, since 2 Mar 2026.",
    ],
    [
      "naked_call",
      { shares: "0", behindCalls: "100" },
      "Short calls on AAPL would deliver 100 shares; the cycle has 0.",
    ],
    [
      "session_ends_first",
      { options: "3" },
      `The session of Main has ended, before ${CONTRACT} (and 2 more) expires. Only you can sign in again.`,
    ],
    [
      "assignment_pending",
      { quantity: "-1" },
      `The broker has an assignment of ${CONTRACT} under way, 1 contract short.`,
    ],
    [
      "evidence_missing",
      { missing: "opening_trade fees", figures: "breakEven premium" },
      "Some figures of AAPL can't be told (break-even and premium): what is missing is the opening trade and the fees.",
    ],
  ])("%s", (rule, facts, sentence) => {
    expect(attentionSentence(item({ rule, facts }), (value) => `<${value}>`)).toBe(sentence);
  });

  it("says when a session ends", () => {
    const facts = { sessionEndsAt: "2026-03-10T14:00:00.000Z", options: "1" };
    expect(attentionSentence(item({ rule: "session_ends_first", facts }), String)).toContain(
      "The session of Main ends 10 Mar 2026",
    );
  });
});
