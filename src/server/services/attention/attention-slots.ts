import { addDays, newYorkDay, newYorkMinutes, newYorkTime, weekdayOf } from "@/shared/new-york-time";

/** Minutes after midnight in New York: an hour before the opening, then each quarter of the hours of trading. */
const SLOTS: readonly number[] = [
  8 * 60 + 30,
  ...Array.from({ length: 26 }, (_, quarter) => 9 * 60 + 30 + 15 * quarter),
];
/** The market closes at 16:00; on days on which it closes early, or not opens, a look too many does no harm. */
const CLOSE = 16 * 60;

/** The time at which the look that is due now was to begin; null outside of the hours in which people are told. Pure. */
export function currentSlot(now: Date): Date | null {
  const day = newYorkDay(now);
  const minutes = newYorkMinutes(now);
  const begun = SLOTS.filter((slot) => slot <= minutes).at(-1);
  return begun === undefined || minutes >= CLOSE || isWeekend(day) ? null : newYorkTime(day, begun);
}

/** When the next look is to begin. Pure. */
export function nextSlot(now: Date): Date {
  const today = newYorkDay(now);
  const minutes = newYorkMinutes(now);
  const later = SLOTS.find((slot) => slot > minutes);
  if (later !== undefined && !isWeekend(today)) {
    return newYorkTime(today, later);
  }
  const days = [1, 2, 3].map((count) => addDays(today, count));
  const workday = days.find((day) => !isWeekend(day)) ?? today;
  return newYorkTime(workday, SLOTS[0] ?? 0);
}

function isWeekend(day: string): boolean {
  return [0, 6].includes(weekdayOf(day));
}
