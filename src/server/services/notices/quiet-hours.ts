import type { QuietHours } from "@/shared/schemas/notice";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/**
 * When the quiet span ends that `now` lies in, or null outside of it. The span is one of the clock on the wall: on
 * days with a change of time it is as much longer or shorter, and an end that the change skips is the change itself.
 * A span from a time to the same time is empty. Pure.
 */
export function quietUntil(quiet: QuietHours, now: Date): Date | null {
  const wall = new Intl.DateTimeFormat("en-GB", {
    timeZone: quiet.timeZone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const wallMinute = (minute: number) => minutesOf(wall.format(minute * MINUTE_MS));
  const from = minutesOf(quiet.from);
  const to = minutesOf(quiet.to);
  const isQuiet = (minute: number) => {
    const time = wallMinute(minute);
    return from <= to ? from <= time && time < to : from <= time || time < to;
  };
  let inside = Math.floor(now.getTime() / MINUTE_MS);
  if (!isQuiet(inside)) {
    return null;
  }
  let outside = inside;
  while (isQuiet(outside)) {
    inside = outside;
    outside += (to - wallMinute(outside) + DAY_MINUTES) % DAY_MINUTES;
  }
  // Where the clock was put forward in between, this is too late: the end lies between the two.
  while (outside - inside > 1) {
    const middle = Math.floor((inside + outside) / 2);
    if (isQuiet(middle)) inside = middle;
    else outside = middle;
  }
  return new Date(outside * MINUTE_MS);
}

function minutesOf(clockTime: string): number {
  const [hours = 0, minutes = 0] = clockTime.split(":").map(Number);
  return hours * 60 + minutes;
}
