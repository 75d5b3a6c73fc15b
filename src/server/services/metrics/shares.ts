import { groupedBy } from "@/server/services/metrics/grouped-by";
import type { MetricSampleRecord } from "@/server/storage/operation-records";

const ANSWERED_AT_ONCE: readonly string[] = ["hit", "stale"];

/**
 * The share of readings that were answered at once, worked out of their count: a sample for each span of time, whose
 * value is the share. Processes are joined before, since a share of shares would weigh a quiet process like a busy one.
 */
export function sharesOf(
  cacheReads: readonly MetricSampleRecord[],
  spanSeconds: number,
): MetricSampleRecord[] {
  const spanMs = spanSeconds * 1000;
  const spans = groupedBy(cacheReads, ({ minute }) => Math.floor(minute.getTime() / spanMs) * spanMs);
  return [...spans].map(([atMs, samples]) => {
    const all = samples.reduce((sum, sample) => sum + sample.sum, 0);
    const good = samples.reduce(
      (sum, sample) => sum + (ANSWERED_AT_ONCE.includes(sample.label) ? sample.sum : 0),
      0,
    );
    const share = good / all;
    return {
      minute: new Date(atMs),
      processId: "",
      name: "cache_hit_ratio",
      label: "",
      count: 1,
      sum: share,
      max: share,
      buckets: null,
    };
  });
}
