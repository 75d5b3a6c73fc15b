/**
 * Time left until a moment, for a running countdown: `4:09`, `1:02:30`, `0:00` when it is over.
 *
 * @param until ISO 8601 time.
 * @param now the current time in milliseconds since 1970.
 */
export function remainingClock(until: string, now: number): string {
  const total = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = String(total % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** The same in words, to the two largest units: `4 minutes 9 seconds`, `6 days 3 hours`, `no time`. */
export function remainingWords(until: string, now: number): string {
  let seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / 1000));
  if (seconds === 0) return "no time";
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(seconds / size);
    seconds -= count * size;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}

/** Share of a span that is left, from 1 down to 0; for a bar beside the clock. */
export function remainingShare(from: string, until: string, now: number): number {
  const span = Date.parse(until) - Date.parse(from);
  return span <= 0 ? 0 : Math.min(1, Math.max(0, (Date.parse(until) - now) / span));
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;
