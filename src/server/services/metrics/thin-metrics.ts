import { groupedBy } from "@/server/services/metrics/grouped-by";
import { joinOverTime, joinProcesses } from "@/server/services/metrics/metric-parts";
import type { ServiceContext } from "@/server/services/service-context";
import type { MetricSampleRecord } from "@/server/storage/operation-records";
import { METRICS, type MetricName } from "@/shared/metric-names";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** In place of a process: of all processes, in a quarter of an hour and in an hour. */
export const THINNED_PROCESSES = ["15m", "60m"] as const;

/** From which age on samples are joined to how long spans. The page shows nothing finer than these. */
const STEPS = [
  { into: "15m", olderThanMs: 2 * HOUR_MS, spanMs: 15 * MINUTE_MS, done: THINNED_PROCESSES },
  { into: "60m", olderThanMs: 8 * 24 * HOUR_MS, spanMs: HOUR_MS, done: ["60m"] },
] as const;
/** What is left of a long backlog is for the next round. */
const MOST_SPANS = 200;

/**
 * Joins old samples: of two hours there is every minute, of eight days every quarter of an hour, then every hour. Each
 * span is a transaction of its own, and comes out the same when two processes do it.
 */
export async function thinMetrics(ctx: ServiceContext): Promise<void> {
  const nowMs = ctx.clock.now().getTime();
  for (const { into, olderThanMs, spanMs, done } of STEPS) {
    const before = new Date(Math.floor((nowMs - olderThanMs) / spanMs) * spanMs);
    for (let count = 0; count < MOST_SPANS; count += 1) {
      const oldest = await ctx.storage.metrics.oldestOfOthers(before, done);
      if (oldest === null) break;
      const from = new Date(Math.floor(oldest.getTime() / spanMs) * spanMs);
      const until = new Date(from.getTime() + spanMs);
      await ctx.storage.transaction(async (tx) => {
        const samples = await tx.metrics.between(from, until);
        await tx.metrics.removeBetween(from, until);
        await tx.metrics.putAll(joined(samples, from, into));
      });
    }
  }
}

function joined(
  samples: readonly MetricSampleRecord[],
  minute: Date,
  processId: string,
): MetricSampleRecord[] {
  const series = groupedBy(samples, ({ name, label }) => `${name} ${label}`);
  return [...series.values()].flatMap((parts) => {
    const { name = "", label = "" } = parts[0] ?? {};
    if (!isKnown(name)) return [];
    const ofProcesses = [...groupedBy(parts, (part) => part.processId).values()];
    const part = joinProcesses(
      name,
      ofProcesses.map((each) => joinOverTime(name, each)),
    );
    return [{ ...part, name, label, minute, processId }];
  });
}

/** What an older version measured and this one does not is dropped. */
export function isKnown(name: string): name is MetricName {
  return Object.hasOwn(METRICS, name);
}
