import { breathe } from "@/server/services/breathe";
import { readChunk } from "@/server/services/portfolio/history-chunk";
import { inOrder } from "@/server/services/portfolio/merge-events";
import { recentHistories } from "@/server/services/portfolio/recent-histories";
import type { ServiceContext } from "@/server/services/service-context";
import type { HistoryKind } from "@/server/storage/trading-records";
import { type AccountEvent, accountEventSchema } from "@/shared/schemas/activity";

interface Month {
  readonly id: string;
  readonly version: number;
  readonly events: readonly AccountEvent[];
}

interface Past {
  readonly months: ReadonlyMap<string, Month>;
  /** The same array as long as no month has changed. */
  readonly events: readonly AccountEvent[];
}

/** What was read last of each connection, by the feed that each process has one of. */
const pasts = new WeakMap<ServiceContext["feed"], ReturnType<typeof recentHistories<Past>>>();

/**
 * The events of all months of a connection, by time and then by id; null when one of the months can't be read. Each
 * month is fetched and decrypted by itself, and only when its version is another than the one in memory.
 */
export async function readMonths(
  ctx: ServiceContext,
  connectionId: string,
  kind: HistoryKind,
): Promise<{ readonly events: readonly AccountEvent[]; readonly newestAt: Date | null } | null> {
  const kept = pasts.get(ctx.feed) ?? recentHistories<Past>(({ events }) => events.length);
  pasts.set(ctx.feed, kept);
  const versions = await ctx.storage.historyChunks.versionsOf(connectionId, kind);
  // SQLite reads on this thread, for milliseconds: what is done with it has a turn of its own, here and below.
  await breathe();
  const known = kept.get(connectionId);
  const months = new Map<string, Month>();
  for (const { id, period, version } of versions) {
    const before = known?.months.get(period);
    const month =
      before?.id === id && before.version === version
        ? before
        : await readMonth(ctx, connectionId, kind, period);
    if (month === null) {
      kept.delete(connectionId);
      return null;
    }
    months.set(period, month);
  }
  const past = known !== undefined && isSame(known.months, months) ? known : pastOf(months);
  kept.set(connectionId, past);
  const newest = Math.max(...versions.map(({ updatedAt }) => updatedAt.getTime()));
  return { events: past.events, newestAt: versions.length === 0 ? null : new Date(newest) };
}

async function readMonth(
  ctx: ServiceContext,
  connectionId: string,
  kind: HistoryKind,
  period: string,
): Promise<Month | null> {
  const chunk = await ctx.storage.historyChunks.get(connectionId, kind, period);
  await breathe();
  const events = chunk && (await readChunk(ctx, chunk, accountEventSchema));
  return chunk && events && { id: chunk.id, version: chunk.version, events: inOrder(events) };
}

function isSame(one: ReadonlyMap<string, Month>, other: ReadonlyMap<string, Month>): boolean {
  return one.size === other.size && [...other].every(([period, month]) => one.get(period) === month);
}

const pastOf = (months: ReadonlyMap<string, Month>): Past => ({
  months,
  events: [...months.values()].flatMap(({ events }) => events),
});
