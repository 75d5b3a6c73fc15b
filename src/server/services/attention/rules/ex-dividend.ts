import { Decimal } from "decimal.js";
import type { ShareFacts } from "@/server/brokers/broker";
import { type Rule, shareKey } from "@/server/services/attention/attention-facts";
import { ofShort } from "@/server/services/attention/rules/finding";
import { addDays, daysBetween, weekdayOf } from "@/shared/new-york-time";
import type { OpenShort } from "@/shared/schemas/wheel";

/** From so many days ahead an early assignment that pays is critical: a weekend may lie between. */
const LAST_DAYS = 3;

/**
 * Short calls that their holder may exercise early for a dividend: the ex-day lies ahead and not after the
 * expiration, and the call is in the money or its time value is below the dividend.
 */
export const exDividend: Rule = ({ cycles, shares, today }) =>
  cycles.flatMap((cycle) =>
    cycle.shorts.flatMap((short) => {
      const share = shares.get(shareKey(cycle.connectionId, cycle.underlying));
      const exDay = share?.exDividendDay ?? null;
      const isAhead = exDay !== null && exDay > today && exDay <= short.option.expiration;
      if (share === undefined || exDay === null || !isAhead || short.option.right !== "call") {
        return [];
      }
      const timeValue = timeValueOf(short, cycle.sharePrice);
      const pays = isBelow(timeValue, share.dividendPerShare);
      if (!pays && !isInTheMoney(short)) {
        return [];
      }
      const severity = pays && daysBetween(today, exDay) <= LAST_DAYS ? "critical" : "warning";
      const facts = factsOf(share, exDay, timeValue);
      return [
        ofShort(
          cycle,
          short,
          { rule: "ex_dividend", severity, facts, dueDay: tradingDayBefore(exDay) },
          exDay,
        ),
      ];
    }),
  );

function isInTheMoney({ distanceToStrike }: OpenShort): boolean {
  return distanceToStrike !== null && new Decimal(distanceToStrike).lt(0);
}

/** What the option costs beyond what exercising it would bring, per share; null without prices. */
function timeValueOf({ mark, option }: OpenShort, sharePrice: string | null): Decimal | null {
  if (mark === null || sharePrice === null) {
    return null;
  }
  return new Decimal(mark).minus(Decimal.max(0, new Decimal(sharePrice).minus(option.strike)));
}

function isBelow(timeValue: Decimal | null, dividend: string | null): boolean {
  return timeValue !== null && dividend !== null && timeValue.lt(dividend);
}

/** Who wants the dividend exercises on the day before; holidays are not considered. */
function tradingDayBefore(day: string): string {
  const before = addDays(day, -1);
  return addDays(before, -({ 0: 2, 6: 1 }[weekdayOf(before)] ?? 0));
}

function factsOf(share: ShareFacts, exDay: string, timeValue: Decimal | null): Record<string, string> {
  return {
    exDividendDay: exDay,
    ...(share.dividendPerShare !== null && { dividendPerShare: share.dividendPerShare }),
    ...(timeValue !== null && { timeValue: timeValue.toFixed() }),
  };
}
