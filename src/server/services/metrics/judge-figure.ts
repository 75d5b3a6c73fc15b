import { mainValueOf, type SpanOfFigure } from "@/server/services/metrics/figure-series";
import { quantileOfValues } from "@/server/services/metrics/quantile";
import { type MetricName, metricOf } from "@/shared/metric-names";
import type { FigureView, MetricNormal } from "@/shared/schemas/metrics";

/** Quarters of an hour that tell what is usual: half a day's. */
const LEAST_HISTORY = 48;
/** Beyond the band by less than this is no news: buckets are as coarse. */
const TOLERANCE = 1.25;
/** So many points in a row make a state. */
const LEAST_POINTS = 2;

/**
 * What is normal of a figure: up to its fixed target, or up to the 95th percentile of its last seven days, told from
 * quarters of an hour; of a share from the fifth percentile on. Null where there is too little history.
 */
export function normalOf(name: MetricName, quarters: readonly SpanOfFigure[]): MetricNormal | null {
  const { target } = metricOf(name);
  if (target !== undefined) return { low: 0, high: target.most, source: "target" };
  if (quarters.length < LEAST_HISTORY) return null;
  const values = quarters.map((span) => mainValueOf(name, span));
  // Of a share little is bad, of all else much.
  return metricOf(name).kind === "share"
    ? { low: quantileOfValues(values, 0.05) ?? 0, high: 1, source: "history" }
    : { low: 0, high: quantileOfValues(values, 0.95) ?? 0, source: "history" };
}

/** How the figure stands at the end of the spans, the newest last, and since when. */
export function judge(
  name: MetricName,
  spans: readonly SpanOfFigure[],
  normal: MetricNormal | null,
): Pick<FigureView, "state" | "since"> {
  if (spans.length === 0) return { state: "quiet", since: null };
  if (normal === null) return { state: "unknown", since: null };
  const isShare = metricOf(name).kind === "share";
  const limit = normal.source === "target" ? normal.high : normal.high * TOLERANCE;
  const isOff = (span: SpanOfFigure) => {
    const value = mainValueOf(name, span);
    return isShare ? value < normal.low / TOLERANCE : value > limit;
  };
  const lastGood = spans.findLastIndex((span) => !isOff(span));
  const off = spans.slice(lastGood + 1);
  const first = off[0];
  if (first === undefined || off.length < LEAST_POINTS) return { state: "normal", since: null };
  return { state: isShare ? "lower" : "higher", since: new Date(first.atMs).toISOString() };
}
