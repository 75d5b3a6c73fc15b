import { Decimal } from "decimal.js";
import type { Rule } from "@/server/services/attention/attention-facts";
import { ofShort } from "@/server/services/attention/rules/finding";
import type { OpenShort, WheelCycle } from "@/shared/schemas/wheel";

/** Percent of the share price by which the depth is told in steps: another step is news. */
const STEP_PERCENT = 5;
/** Days before the expiration from which on the money decides. */
const LAST_DAYS = 2;

interface Distance {
  readonly cycle: WheelCycle;
  readonly short: OpenShort;
  readonly dollars: Decimal;
  readonly percent: Decimal;
}

/** Short options that would be assigned at today's price: critical in the last days. */
export const inTheMoney: Rule = ({ cycles }) =>
  distancesOf(cycles)
    .filter(({ dollars }) => dollars.isNegative() && !dollars.isZero())
    .map((distance) => {
      const severity = distance.short.daysToExpiration <= LAST_DAYS ? "critical" : "warning";
      const step = distance.percent.abs().dividedToIntegerBy(STEP_PERCENT);
      const said = { rule: "in_the_money", severity, facts: factsOf(distance) } as const;
      return ofShort(distance.cycle, distance.short, said, step.toFixed());
    });

/** Short options whose strike is near, but not reached: a warning in the last days. */
export const nearStrike: Rule = ({ cycles }, { nearStrikePercent }) =>
  distancesOf(cycles)
    .filter(({ dollars, percent }) => dollars.gte(0) && percent.lte(nearStrikePercent))
    .map((distance) => {
      const severity = distance.short.daysToExpiration <= LAST_DAYS ? "warning" : "info";
      const said = { rule: "near_strike", severity, facts: factsOf(distance) } as const;
      return ofShort(distance.cycle, distance.short, said);
    });

/** Options without a price are left out, and so are those whose expiration has passed. */
function distancesOf(cycles: readonly WheelCycle[]): Distance[] {
  return cycles.flatMap((cycle) =>
    cycle.shorts.flatMap((short) =>
      short.distanceToStrike === null || short.distancePercent === null || short.daysToExpiration < 0
        ? []
        : [
            {
              cycle,
              short,
              dollars: new Decimal(short.distanceToStrike),
              percent: new Decimal(short.distancePercent),
            },
          ],
    ),
  );
}

function factsOf({ cycle, short }: Distance): Record<string, string> {
  return {
    strike: short.option.strike,
    distance: short.distanceToStrike ?? "",
    distancePercent: short.distancePercent ?? "",
    days: String(short.daysToExpiration),
    ...(cycle.sharePrice !== null && { sharePrice: cycle.sharePrice }),
  };
}
