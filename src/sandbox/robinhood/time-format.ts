/** Robinhood's usual time: UTC with microseconds, `2026-01-05T17:05:00.000000Z`. */
export function timestamp(instant: Date): string {
  return instant.toISOString().replace("Z", "000Z");
}

/** The same instant as recorded challenges give it: five hours west, `2026-01-05T12:05:00.000000-05:00`. */
export function easternTimestamp(instant: Date): string {
  return timestamp(new Date(instant.getTime() - 5 * 3_600_000)).replace("Z", "-05:00");
}

/** `2026-01-05` */
export function dateText(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** The day so many days after (or before) another, at the same time of day. */
export function daysAfter(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * 86_400_000);
}

/** The same day, or the Monday after a weekend. */
export function tradingDayFrom(instant: Date): Date {
  const beyondFriday = instant.getUTCDay() === 6 ? 2 : 1;
  return instant.getUTCDay() % 6 === 0 ? daysAfter(instant, beyondFriday) : instant;
}
