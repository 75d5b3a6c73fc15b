import type { CalendarEntry } from "@/shared/schemas/income";
import type { BesideWheel, WheelCycle } from "@/shared/schemas/wheel";

/** The expirations of all options held, short ones of cycles and those beside the wheel, in order of days. Pure. */
export function expirationsOf(
  cycles: readonly WheelCycle[],
  beside: readonly BesideWheel[],
): CalendarEntry[] {
  const ofCycles = cycles.flatMap((cycle) =>
    cycle.shorts.map(({ option, quantity, premium }) => ({
      ...subjectOf(cycle),
      day: option.expiration,
      option,
      quantity,
      premium,
      cycleId: cycle.cycleId,
    })),
  );
  const others = beside
    .filter(({ quantity }) => Number(quantity) !== 0)
    .map(({ option, quantity, ...subject }) => ({
      ...subjectOf(subject),
      day: option.expiration,
      option,
      quantity,
      premium: null,
      cycleId: null,
    }));
  return [...ofCycles, ...others].toSorted(
    (a, b) => a.day.localeCompare(b.day) || a.option.underlying.localeCompare(b.option.underlying),
  );
}

function subjectOf({
  connectionId,
  label,
  accountId,
  maskedNumber,
}: Pick<WheelCycle, "connectionId" | "label" | "accountId" | "maskedNumber">) {
  return { connectionId, label, accountId, maskedNumber };
}
