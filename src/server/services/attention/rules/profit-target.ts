import { Decimal } from "decimal.js";
import type { Rule } from "@/server/services/attention/attention-facts";
import { ofShort } from "@/server/services/attention/rules/finding";

/** So much more profit is news again, percent. */
const STEP_PERCENT = 10;

/** Short options of whose premium the person's target could be kept by buying back at the mark. */
export const profitTarget: Rule = ({ cycles }, { profitTargetPercent }) =>
  cycles.flatMap((cycle) =>
    cycle.shorts.flatMap((short) => {
      const percent = short.profitShare === null ? null : new Decimal(short.profitShare).times(100);
      if (percent === null || percent.lt(profitTargetPercent)) {
        return [];
      }
      const facts = {
        profitPercent: percent.toDecimalPlaces(1).toFixed(),
        targetPercent: String(profitTargetPercent),
        days: String(short.daysToExpiration),
        ...(short.mark !== null && { mark: short.mark }),
        ...(short.timeShare !== null && {
          timePercent: new Decimal(short.timeShare).times(100).toDecimalPlaces(1).toFixed(),
        }),
      };
      const step = percent.dividedToIntegerBy(STEP_PERCENT).toFixed();
      return [ofShort(cycle, short, { rule: "profit_target", severity: "info", facts }, step)];
    }),
  );
