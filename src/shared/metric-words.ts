import { type MetricName, type MetricUnit, metricOf } from "@/shared/metric-names";
import type { FigureView, MetricNormal } from "@/shared/schemas/metrics";

const MB = 1024 * 1024;

/** A value of a figure with its unit, short: `120 ms`, `1.4 s`, `212 MB`, `12 %`, `3`. Null is a dash. */
export function metricText(name: MetricName, value: number | null): string {
  if (value === null) return "–";
  const { kind, unit } = metricOf(name);
  return kind === "counter" ? `${digits(value)} a minute` : textIn(unit, value);
}

function textIn(unit: MetricUnit, value: number): string {
  switch (unit) {
    case "seconds":
      return value < 1 ? `${digits(value * 1000)} ms` : `${digits(value)} s`;
    case "bytes":
      return `${digits(value / MB)} MB`;
    case "ratio":
      return `${digits(value * 100)} %`;
    case "count":
      return digits(value);
  }
}

/** Three digits that count, and no needless zeros. */
function digits(value: number): string {
  return new Intl.NumberFormat("en-US", { maximumSignificantDigits: value >= 100 ? 21 : 3 }).format(
    value >= 100 ? Math.round(value) : value,
  );
}

/** What stands for the figure in its plot. */
export function mainStatistic(name: MetricName): string {
  const { kind, target } = metricOf(name);
  if (target?.of === "max") return "Highest";
  if (kind === "histogram") return "95th percentile";
  return kind === "counter" ? "Per minute" : "Average";
}

/** Whether the figure is as always, in a sentence. `timeOf` writes a time for the reader. */
export function stateSentence(
  { name, state, since, normal }: Pick<FigureView, "name" | "state" | "since" | "normal">,
  timeOf: (iso: string) => string,
): string {
  const from = since === null ? "" : ` since ${timeOf(since)}`;
  switch (state) {
    case "quiet":
      return "Nothing was measured in the last two hours.";
    case "unknown":
      return "There is not half a day of history yet: too little to say what is usual.";
    case "normal":
      return `Normal: ${rangeWords(name, normal)}.`;
    case "higher":
      return `${normal?.source === "target" ? "Higher than it should be" : "Higher than usual"}${from}; normal is ${rangeWords(name, normal)}.`;
    case "lower":
      return `Lower than usual${from}; normal is ${rangeWords(name, normal)}.`;
  }
}

function rangeWords(name: MetricName, normal: MetricNormal | null): string {
  if (normal === null) return "not known";
  if (metricOf(name).kind === "share") return `from ${metricText(name, normal.low)}`;
  return normal.high === 0 ? "none" : `up to ${metricText(name, normal.high)}`;
}
