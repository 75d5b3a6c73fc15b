import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { type MetricReading, type Metrics, type Peaks, peakKey } from "@/server/observability/metrics";
import {
  type CounterName,
  type GaugeName,
  HISTOGRAM_BOUNDS,
  type HistogramName,
  METRIC_NAMES,
  type MetricName,
  metricOf,
} from "@/shared/metric-names";

type Measured = Counter | Gauge | Histogram;

/** The figures of one process, in a registry of prom-client, from which both Prometheus and our own page are told. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const counters = new Map<MetricName, Counter>();
  const gauges = new Map<MetricName, Gauge>();
  const histograms = new Map<MetricName, Histogram>();
  for (const name of METRIC_NAMES) {
    const { kind, prometheus, label, help } = metricOf(name);
    if (prometheus === null) continue;
    const options = {
      name: prometheus,
      help,
      labelNames: label === null ? [] : [label],
      registers: [registry],
    };
    if (kind === "counter") counters.set(name, new Counter(options));
    else if (kind === "gauge") gauges.set(name, new Gauge(options));
    else histograms.set(name, new Histogram({ ...options, buckets: [...HISTOGRAM_BOUNDS] }));
  }
  const sources: (() => void)[] = [];
  const measureAll = () => {
    for (const measure of sources) measure();
  };
  let peaks = new Map<string, number>();
  const raise = (key: string, value: number) => {
    if (value > (peaks.get(key) ?? Number.NEGATIVE_INFINITY)) peaks.set(key, value);
  };
  return {
    observe: (name: HistogramName, value, label = "") => {
      histograms.get(name)?.observe(labelsOf(name, label), value);
      raise(peakKey(name, label), value);
    },
    count: (name: CounterName, by = 1, label = "") => counters.get(name)?.inc(labelsOf(name, label), by),
    gauge: (name: GaugeName, value, label = "") => {
      gauges.get(name)?.set(labelsOf(name, label), value);
      raise(peakKey(name, label), value);
    },
    beforeReading: (measure) => {
      sources.push(measure);
    },
    read: async () => {
      measureAll();
      const measured = [...counters, ...gauges, ...histograms];
      return (await Promise.all(measured.map(([name, metric]) => readingsOf(name, metric)))).flat();
    },
    takePeaks: () => {
      const taken: Peaks = peaks;
      peaks = new Map();
      return taken;
    },
    returnPeaks: (taken) => {
      for (const [key, value] of taken) raise(key, value);
    },
    expose: async () => {
      measureAll();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

function labelsOf(name: MetricName, label: string): Record<string, string> {
  const key = metricOf(name).label;
  return key === null ? {} : { [key]: label };
}

interface Series {
  count: number;
  sum: number;
  /** As prom-client has them: each with all that lie below it. */
  cumulative: number[];
}

async function readingsOf(name: MetricName, metric: Measured): Promise<MetricReading[]> {
  const { kind, label } = metricOf(name);
  const series = new Map<string, Series>();
  const { values } = await metric.get();
  for (const value of values) {
    const key = label === null ? "" : String(value.labels[label] ?? "");
    const one = series.get(key) ?? { count: 0, sum: 0, cumulative: [] };
    series.set(key, one);
    const part = "metricName" in value ? String(value.metricName) : "";
    if (part.endsWith("_bucket")) one.cumulative.push(value.value);
    else if (part.endsWith("_count")) one.count = value.value;
    else one.sum = value.value;
  }
  return [...series].map(([key, { count, sum, cumulative }]) => ({
    name,
    label: key,
    count: kind === "gauge" ? 1 : count,
    sum,
    buckets:
      kind === "histogram" ? cumulative.map((value, index) => value - (cumulative[index - 1] ?? 0)) : null,
  }));
}
