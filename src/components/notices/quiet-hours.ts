import type { QuietHours } from "@/shared/schemas/notice";

/** `22:00 to 07:00, Europe/Berlin`. */
export function quietHoursText({ from, to, timeZone }: QuietHours): string {
  return `${from} to ${to}, ${timeZoneName(timeZone)}`;
}

/** Whether the span passes midnight. */
export function endsNextDay(from: string, to: string): boolean {
  return to < from;
}

interface TimeZoneGroup {
  readonly region: string;
  readonly zones: readonly string[];
}

/**
 * The zones by region, in the order of the alphabet. What has no region comes last, with UTC; a zone that the
 * browser does not list, such as an older name, is put in.
 */
export function timeZoneGroups(zones: readonly string[], chosen: string): TimeZoneGroup[] {
  const groups = new Map<string, string[]>();
  for (const zone of [...new Set([...zones, "UTC", chosen])].sort()) {
    const region = zone.includes("/") ? zone.slice(0, zone.indexOf("/")) : OTHER;
    groups.set(region, [...(groups.get(region) ?? []), zone]);
  }
  return [...groups]
    .map(([region, members]) => ({ region, zones: members }))
    .sort((a, b) => Number(a.region === OTHER) - Number(b.region === OTHER));
}

const OTHER = "Other";

/** `America/New_York` as people write it. */
export function timeZoneName(zone: string): string {
  return zone.replaceAll("_", " ");
}
