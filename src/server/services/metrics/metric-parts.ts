import type { MetricSampleRecord } from "@/server/storage/operation-records";
import { type MetricName, metricOf } from "@/shared/metric-names";

/** What one figure was in some span of time. */
export type MetricPart = Pick<MetricSampleRecord, "count" | "sum" | "max" | "buckets">;

/** Adds up what was counted or timed; of a gauge it makes the average. */
export function joinOverTime(name: MetricName, parts: readonly MetricPart[]): MetricPart {
  const all = added(parts);
  return metricOf(name).kind === "gauge" ? { ...all, count: 1, sum: all.sum / parts.length } : all;
}

/** Joins what several processes measured in the same time: gauges as the figure tells, the others add up. */
export function joinProcesses(name: MetricName, parts: readonly MetricPart[]): MetricPart {
  const { kind, across } = metricOf(name);
  const all = added(parts);
  if (kind !== "gauge") return all;
  const values = parts.map(({ sum }) => sum);
  return across === "max"
    ? { ...all, count: 1, sum: Math.max(...values) }
    : { ...all, count: 1, max: parts.reduce((sum, { max }) => sum + max, 0) };
}

function added(parts: readonly MetricPart[]): MetricPart {
  const [first, ...rest] = parts;
  const buckets = first?.buckets?.slice() ?? null;
  let { count = 0, sum = 0, max = 0 } = first ?? {};
  for (const part of rest) {
    count += part.count;
    sum += part.sum;
    max = Math.max(max, part.max);
    if (buckets === null) continue;
    for (const [index, value] of (part.buckets ?? []).entries())
      buckets[index] = (buckets[index] ?? 0) + value;
  }
  return { count, sum, max, buckets };
}
