const ZONE = "America/New_York";
const DAY_MS = 86_400_000;

const dayFormat = new Intl.DateTimeFormat("en-CA", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});
const clockFormat = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

/** The day in New York, such as `2026-03-02`, where US markets keep their calendar. */
export function newYorkDay(time: Date): string {
  return dayFormat.format(time);
}

/** Minutes since midnight on the clocks of New York. */
export function newYorkMinutes(time: Date): number {
  const [hours = "0", minutes = "0"] = clockFormat.format(time).split(":");
  return Number(hours) * 60 + Number(minutes);
}

/**
 * The moment at which clocks in New York show so many minutes after midnight of a day. Not for the night hours in
 * which clocks are changed.
 */
export function newYorkTime(day: string, minutes: number): Date {
  const asIfUtc = new Date(`${day}T00:00:00.000Z`).getTime() + minutes * 60_000;
  // New York is four or five hours behind.
  const guess = new Date(asIfUtc + 5 * 3_600_000);
  return newYorkMinutes(guess) === minutes % 1440 ? guess : new Date(asIfUtc + 4 * 3_600_000);
}

/** Days from one day to another, negative when it lies before. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 0 for a Sunday up to 6 for a Saturday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}
