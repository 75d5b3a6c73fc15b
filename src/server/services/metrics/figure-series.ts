import { groupedBy } from "@/server/services/metrics/grouped-by";
import { joinOverTime, joinProcesses, type MetricPart } from "@/server/services/metrics/metric-parts";
import { quantileOf, quantileOfValues } from "@/server/services/metrics/quantile";
import type { MetricSampleRecord } from "@/server/storage/operation-records";
import { type MetricName, metricOf } from "@/shared/metric-names";
import type { MetricStatistics } from "@/shared/schemas/metrics";

/** A figure in one span of time, all processes and labels joined. */
export interface SpanOfFigure {
  readonly atMs: number;
  readonly minutes: number;
  readonly part: MetricPart;
}

/** Samples of one figure in spans of this length, oldest first; a span without samples is left out. */
export function spansOf(
  name: MetricName,
  samples: readonly MetricSampleRecord[],
  spanSeconds: number,
): SpanOfFigure[] {
  const spanMs = spanSeconds * 1000;
  const spans = groupedBy(samples, ({ minute }) => Math.floor(minute.getTime() / spanMs) * spanMs);
  return [...spans]
    .map(([atMs, within]) => ({ atMs, minutes: spanSeconds / 60, part: joined(name, within) }))
    .toSorted((one, other) => one.atMs - other.atMs);
}

/** Time first, since a gauge is an average over it; then processes, then labels. */
function joined(name: MetricName, samples: readonly MetricSampleRecord[]): MetricPart {
  const labels = groupedBy(samples, ({ label }) => label);
  const ofLabels = [...labels.values()].map((ofLabel) => {
    const processes = groupedBy(ofLabel, ({ processId }) => processId);
    return joinProcesses(
      name,
      [...processes.values()].map((parts) => joinOverTime(name, parts)),
    );
  });
  return joinProcesses(name, ofLabels);
}

/** What is plotted and judged: a high percentile of durations, the average of a gauge, a counter per minute. */
export function mainValueOf(name: MetricName, { minutes, part }: SpanOfFigure): number {
  const { kind, target } = metricOf(name);
  if (target?.of === "max") return part.max;
  if (kind === "histogram") return quantileOf(part, 0.95) ?? 0;
  return kind === "counter" ? part.sum / minutes : part.sum;
}

/** Mean, median, 95th percentile and highest value over all spans. */
export function statisticsOf(name: MetricName, spans: readonly SpanOfFigure[]): MetricStatistics {
  if (spans.length === 0) return { count: 0, mean: null, median: null, p95: null, max: null };
  const all = joinOverTime(
    name,
    spans.map(({ part }) => part),
  );
  if (metricOf(name).kind === "histogram") {
    const mean = all.count === 0 ? null : all.sum / all.count;
    const [median, p95] = [quantileOf(all, 0.5), quantileOf(all, 0.95)];
    return { count: all.count, mean, median, p95, max: all.max };
  }
  const isCounter = metricOf(name).kind === "counter";
  const values = spans.map(({ part, minutes }) => (isCounter ? part.sum / minutes : part.sum));
  return {
    count: isCounter ? all.sum : values.length,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    median: quantileOfValues(values, 0.5),
    p95: quantileOfValues(values, 0.95),
    max: isCounter ? Math.max(...values) : all.max,
  };
}
