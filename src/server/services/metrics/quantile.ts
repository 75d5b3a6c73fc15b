import type { MetricPart } from "@/server/services/metrics/metric-parts";
import { HISTOGRAM_BOUNDS } from "@/shared/metric-names";

/**
 * The value that the share `q` (0 to 1) of a histogram's values does not exceed, told from its buckets: the geometric
 * middle of the bucket, off by at most an eighth, and never above the highest value. Null where there are no values.
 */
export function quantileOf({ count, max, buckets }: MetricPart, q: number): number | null {
  if (buckets === null || count === 0) return null;
  const wanted = q * count;
  let seen = 0;
  for (const [index, within] of buckets.entries()) {
    seen += within;
    if (within > 0 && seen >= wanted) return Math.min(max, middleOf(index, max));
  }
  return max;
}

function middleOf(index: number, max: number): number {
  const high = HISTOGRAM_BOUNDS[index] ?? max;
  const low = HISTOGRAM_BOUNDS[index - 1];
  return low === undefined ? high / 2 : Math.sqrt(low * high);
}

/** The same of plain values, sorted or not: the nearest rank. Null where there are none. */
export function quantileOfValues(values: readonly number[], q: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null;
}
