import { z } from "zod";
import type { Kept, Wish } from "@/server/services/portfolio/reading";
import type { AccountEvent } from "@/shared/schemas/activity";
import type { PartProvenance, ReadingPart } from "@/shared/schemas/trading";

const HOUR_MS = 3_600_000;
/** What is booked late, or changed later, is read again for so long. */
const OVERLAP_MS = 72 * HOUR_MS;
/** Everything is read again after so long: what was changed at the broker without a trace is found then. */
const FULL_AGAIN_MS = 168 * HOUR_MS;
/** A part that has never been read asks for everything again, but not more often than this. */
const GAP_AGAIN_MS = 600_000;

/** When everything was last asked for; kept with the states of the parts. */
export const activitySyncSchema = z.object({ fullReadAt: z.iso.datetime() });
export type ActivitySync = Kept<z.infer<typeof activitySyncSchema>>;

/** When everything was last asked for; long ago when it never was. */
export function fullReadAt(sync: ActivitySync | null): Date {
  return new Date(sync?.rows[0]?.fullReadAt ?? 0);
}

/**
 * From when on events must be read, or null for all of them: a few days before the newest event and before the
 * last time at which every part could be read, so that nothing is left out where one of them had failed.
 */
export function readSince(
  sync: ActivitySync | null,
  events: readonly AccountEvent[],
  now: Date,
  wish: Wish,
): Date | null {
  const newest = events.at(-1);
  const sinceFullMs = now.getTime() - fullReadAt(sync).getTime();
  const readAt = (sync?.parts ?? []).map(({ asOf }) => asOf);
  const hasGap = readAt.includes(null) && (wish === "fresh" || sinceFullMs >= GAP_AGAIN_MS);
  if (newest === undefined || sinceFullMs >= FULL_AGAIN_MS || hasGap) {
    return null;
  }
  const times = [newest.at, ...readAt].flatMap((time) => (time === null ? [] : [Date.parse(time)]));
  return new Date(Math.min(...times) - OVERLAP_MS);
}

/** A part that was never read whole stays told as such after a reading of the last days alone. */
export function withGaps(
  parts: readonly PartProvenance[],
  before: readonly PartProvenance[],
): PartProvenance[] {
  const gaps = new Map<ReadingPart, PartProvenance>(
    before.flatMap((part) => (part.asOf === null ? [[part.part, part] as const] : [])),
  );
  return parts.map((part) => (part.state === "fresh" ? (gaps.get(part.part) ?? part) : part));
}
