import { type MetricReading, peakKey } from "@/server/observability/metrics";
import { measureQueues } from "@/server/services/metrics/measure-queues";
import { thinMetrics } from "@/server/services/metrics/thin-metrics";
import type { ServiceContext } from "@/server/services/service-context";
import type { MetricSampleRecord } from "@/server/storage/operation-records";
import { metricOf } from "@/shared/metric-names";

const MINUTE_MS = 60_000;
/** After the minute is over, so that a timer that is early does not count for the one before. */
const AFTER_MINUTE_MS = 500;

/** Rounds of work in the background that keep what the process measured, a row a figure and minute. */
export interface MetricWriter {
  /** Writes the time since the last round; returns when the next minute is over. */
  round(ctx: ServiceContext): Promise<Date>;
  /** Writes what is left when the process stops. */
  flush(ctx: ServiceContext): Promise<void>;
}

/** What fails to be written is not lost: it counts for the next minute that is. */
export function createMetricWriter(): MetricWriter {
  let before = new Map<string, MetricReading>();
  let since: Date | null = null;

  async function write(ctx: ServiceContext): Promise<void> {
    const begunAt = since ?? ctx.clock.now();
    const minute = new Date(Math.floor(begunAt.getTime() / MINUTE_MS) * MINUTE_MS);
    const readings = await ctx.metrics.read();
    const peaks = ctx.metrics.takePeaks();
    try {
      const samples = readings.flatMap((reading): MetricSampleRecord[] => {
        const { name, label } = reading;
        const key = peakKey(name, label);
        const grown = growthOf(reading, before.get(key));
        if (grown === null) return [];
        const max = peaks.get(key) ?? grown.sum;
        return [{ ...grown, name, label, max, minute, processId: ctx.processRun.id }];
      });
      await ctx.storage.transaction((tx) => tx.metrics.putAll(samples));
      before = new Map(readings.map((reading) => [peakKey(reading.name, reading.label), reading]));
      since = ctx.clock.now();
    } catch (error) {
      ctx.metrics.returnPeaks(peaks);
      throw error;
    }
  }

  return {
    round: async (ctx) => {
      if (since === null) {
        since = ctx.clock.now();
      } else {
        await measureQueues(ctx);
        await write(ctx);
        await thinMetrics(ctx);
      }
      const minutes = Math.floor(ctx.clock.now().getTime() / MINUTE_MS);
      return new Date((minutes + 1) * MINUTE_MS + AFTER_MINUTE_MS);
    },
    flush: write,
  };
}

/** What came since the last writing; null where nothing did. A gauge is as it is. */
function growthOf(
  { name, count, sum, buckets }: MetricReading,
  last: MetricReading | undefined,
): Pick<MetricSampleRecord, "count" | "sum" | "buckets"> | null {
  if (metricOf(name).kind === "gauge") return { count, sum, buckets };
  const grown = {
    count: count - (last?.count ?? 0),
    sum: sum - (last?.sum ?? 0),
    buckets: buckets?.map((value, index) => value - (last?.buckets?.[index] ?? 0)) ?? null,
  };
  return grown.count > 0 || grown.sum > 0 ? grown : null;
}
