const STEPS: readonly { unit: Intl.RelativeTimeFormatUnit; seconds: number }[] = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
];

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "long" });

/** `21 Nov 2026, 14:03 UTC`: day, time and zone. Without a zone given, the reader's own. */
export function formatExactTime(iso: string, timeZone?: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    ...(timeZone === undefined ? {} : { timeZone }),
  }).formatToParts(new Date(iso));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  const month = of("month").slice(0, 3);
  return `${of("day")} ${month} ${of("year")}, ${of("hour")}:${of("minute")} ${of("timeZoneName")}`;
}

/** `21 Nov 14:03:09` for dense lists in the reader's own zone; the year only when it is not this one. */
export function formatCompactTime(iso: string, now: Date, timeZone?: string): string {
  const at = new Date(iso);
  const zone = timeZone === undefined ? {} : { timeZone };
  const parts = new Intl.DateTimeFormat("en-GB", {
    day: "2-digit",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    ...zone,
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  const year = at.getUTCFullYear() === now.getUTCFullYear() ? "" : ` ${of("year")}`;
  return `${of("day")} ${of("month").slice(0, 3)}${year} ${of("hour")}:${of("minute")}:${of("second")}`;
}

/** `3 minutes ago`, `in 2 hours`, `just now`; after 30 days the date itself. */
export function formatRelativeTime(iso: string, nowMs: number, timeZone?: string): string {
  const seconds = Math.round((Date.parse(iso) - nowMs) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 45) return seconds > 20 ? "in a moment" : "just now";
  if (distance > 30 * 86_400) {
    const exact = formatExactTime(iso, timeZone);
    return exact.slice(0, exact.indexOf(","));
  }
  for (const step of STEPS) {
    if (distance >= step.seconds) return RELATIVE.format(Math.trunc(seconds / step.seconds), step.unit);
  }
  return RELATIVE.format(Math.sign(seconds), "minute");
}

/** Time left as `4:05`, `1:02:09`; never below `0:00`. */
export function formatCountdown(milliseconds: number): string {
  const total = Math.max(0, Math.ceil(milliseconds / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = String(total % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** Time left in words for screen readers: `4 minutes`, `50 seconds`. */
export function formatDuration(milliseconds: number): string {
  const total = Math.max(0, Math.ceil(milliseconds / 1000));
  const [amount, unit] =
    total >= 5400
      ? [Math.round(total / 3600), "hour"]
      : total > 90
        ? [Math.round(total / 60), "minute"]
        : [total, "second"];
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}
