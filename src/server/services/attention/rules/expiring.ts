import type { Rule } from "@/server/services/attention/attention-facts";
import { ofBeside, ofShort } from "@/server/services/attention/rules/finding";
import { daysBetween } from "@/shared/new-york-time";
import type { AttentionItem } from "@/shared/schemas/attention";

/** Options that expire within the person's days: critical on the last day, a warning on the day before. */
export const expiring: Rule = ({ cycles, beside, today }, { expiringDays }) => {
  const isNear = (days: number) => days >= 0 && days <= expiringDays;
  const ofCycles = cycles.flatMap((cycle) =>
    cycle.shorts
      .filter(({ daysToExpiration }) => isNear(daysToExpiration))
      .map((short) =>
        ofShort(cycle, short, {
          rule: "expiring",
          severity: severityOf(short.daysToExpiration),
          facts: {
            days: String(short.daysToExpiration),
            expiration: short.option.expiration,
            quantity: short.quantity,
          },
        }),
      ),
  );
  const others = beside
    .map((held) => ({ held, days: daysBetween(today, held.option.expiration) }))
    .filter(({ held, days }) => isNear(days) && Number(held.quantity) !== 0)
    .map(({ held, days }) =>
      ofBeside(held, {
        rule: "expiring",
        severity: severityOf(days),
        facts: { days: String(days), expiration: held.option.expiration, quantity: held.quantity },
      }),
    );
  return [...ofCycles, ...others];
};

function severityOf(days: number): AttentionItem["severity"] {
  if (days === 0) return "critical";
  return days === 1 ? "warning" : "info";
}
