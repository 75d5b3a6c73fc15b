import type { CounterName, GaugeName, HistogramName, MetricName } from "@/shared/metric-names";

/** One series since the start of the process. */
export interface MetricReading {
  readonly name: MetricName;
  /** Empty where the figure has one series. */
  readonly label: string;
  /** Values of a histogram; 1 for a gauge; 0 for a counter. */
  readonly count: number;
  /** Sum of a histogram's values, a counter's or a gauge's value. */
  readonly sum: number;
  /** Values in each of the histogram's buckets, not cumulative; the last is of all beyond the highest bound. */
  readonly buckets: readonly number[] | null;
}

/** The highest values of histograms and gauges by `name label`. */
export type Peaks = ReadonlyMap<string, number>;

/**
 * What a process measures of itself, in the units of `METRICS`. The calls are cheap enough for every request; labels
 * come from short fixed lists, never from a request.
 */
export interface Metrics {
  observe(name: HistogramName, value: number, label?: string): void;
  count(name: CounterName, by?: number, label?: string): void;
  gauge(name: GaugeName, value: number, label?: string): void;
  /** Is called before every reading and exposition, for what is measured only when somebody looks. */
  beforeReading(measure: () => void): void;
  /** Every series as it stands now. */
  read(): Promise<MetricReading[]>;
  /** The highest values since they were taken last; begins anew. */
  takePeaks(): Peaks;
  /** Puts peaks back that were taken in vain. */
  returnPeaks(peaks: Peaks): void;
  /** The text that Prometheus reads. */
  expose(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Under which the peak of a series stands. */
export function peakKey(name: MetricName, label: string): string {
  return `${name} ${label}`;
}
