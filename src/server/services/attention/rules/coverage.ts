import { Decimal } from "decimal.js";
import type { Rule } from "@/server/services/attention/attention-facts";
import { ofCycle } from "@/server/services/attention/rules/finding";
import { daysBetween, newYorkDay } from "@/shared/new-york-time";
import type { WheelCycle } from "@/shared/schemas/wheel";

/** Fewer shares than a contract takes can't be covered. */
const LEAST_SHARES = 100;

/** Shares that have been without a call for the person's days. */
export const uncoveredShares: Rule = ({ cycles, uncoveredSince, today }, { uncoveredDays }) =>
  cycles.flatMap((cycle) => {
    const sinceWhen = uncoveredSince.get(cycle.cycleId);
    if (sinceWhen === undefined) {
      return [];
    }
    const since = newYorkDay(sinceWhen);
    const days = daysBetween(since, today);
    const uncovered = new Decimal(cycle.shares).minus(sharesBehindCalls(cycle));
    if (days < uncoveredDays || uncovered.lt(LEAST_SHARES)) {
      return [];
    }
    const facts = { shares: cycle.shares, uncovered: uncovered.toFixed(), since, days: String(days) };
    return [ofCycle(cycle, { rule: "uncovered_shares", severity: "info", facts }, facts.uncovered)];
  });

/** Short calls without the shares to deliver. */
export const nakedCall: Rule = ({ cycles }) =>
  cycles
    .filter(({ state }) => state === "naked_call")
    .map((cycle) => {
      const behindCalls = sharesBehindCalls(cycle).toFixed();
      const calls = cycle.shorts.filter(({ option }) => option.right === "call");
      const dueDay = calls.map(({ option }) => option.expiration).toSorted()[0] ?? null;
      const facts = { shares: cycle.shares, behindCalls };
      const stance = `${cycle.shares}:${behindCalls}`;
      return ofCycle(cycle, { rule: "naked_call", severity: "critical", facts, dueDay }, stance);
    });

function sharesBehindCalls({ shorts }: WheelCycle): Decimal {
  return shorts
    .filter(({ option }) => option.right === "call")
    .reduce(
      (total, { option, quantity }) =>
        total.plus(new Decimal(quantity).abs().times(option.sharesPerContract ?? option.multiplier)),
      new Decimal(0),
    );
}
