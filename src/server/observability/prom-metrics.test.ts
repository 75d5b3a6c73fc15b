import { describe, expect, it } from "vitest";
import { peakKey } from "@/server/observability/metrics";
import { processMetrics } from "@/server/observability/process-metrics";
import { createMetrics } from "@/server/observability/prom-metrics";
import { HISTOGRAM_BOUNDS, METRIC_NAMES, metricOf } from "@/shared/metric-names";

const readingOf = async (metrics: ReturnType<typeof createMetrics>, name: string, label = "") =>
  (await metrics.read()).find((reading) => reading.name === name && reading.label === label);

describe("the figures of a process", () => {
  it("gives each value of a histogram to one bucket, those beyond the highest bound too", async () => {
    const metrics = createMetrics();
    for (const seconds of [0.0001, 0.0005, 0.0006, 1, 1000])
      metrics.observe("api_latency", seconds, "robinhood");
    const reading = await readingOf(metrics, "api_latency", "robinhood");
    expect(reading).toMatchObject({ count: 5 });
    expect(reading?.sum).toBeCloseTo(1001.0012);
    expect(reading?.buckets).toHaveLength(HISTOGRAM_BOUNDS.length + 1);
    expect(reading?.buckets?.slice(0, 2)).toEqual([2, 1]);
    expect(reading?.buckets?.at(-1)).toBe(1);
    expect(reading?.buckets?.reduce((sum, count) => sum + count, 0)).toBe(5);
  });

  it("counts by label and keeps the last value of a gauge", async () => {
    const metrics = createMetrics();
    metrics.count("error_count", 1, "CONN");
    metrics.count("error_count", 2, "CONN");
    metrics.count("error_count", 1, "API");
    metrics.gauge("notices_pending", 7);
    metrics.gauge("notices_pending", 3);
    expect(await readingOf(metrics, "error_count", "CONN")).toMatchObject({ sum: 3, buckets: null });
    expect(await readingOf(metrics, "error_count", "API")).toMatchObject({ sum: 1 });
    expect(await readingOf(metrics, "notices_pending")).toMatchObject({ count: 1, sum: 3, buckets: null });
  });

  it("keeps the highest value until it is taken, and takes it back", () => {
    const metrics = createMetrics();
    metrics.observe("auth_duration", 0.2, "call");
    metrics.observe("auth_duration", 0.1, "call");
    metrics.gauge("memory_usage", 5);
    const taken = metrics.takePeaks();
    expect(taken.get(peakKey("auth_duration", "call"))).toBe(0.2);
    expect(metrics.takePeaks().size).toBe(0);
    metrics.observe("auth_duration", 0.15, "call");
    metrics.returnPeaks(taken);
    expect(metrics.takePeaks()).toEqual(taken);
  });

  it("tells Prometheus every figure with its help, and no other", async () => {
    const metrics = createMetrics();
    metrics.count("retry_count", 1, "robinhood");
    const { contentType, text } = await metrics.expose();
    expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain('wheelhouse_retries_total{broker="robinhood"} 1');
    const names = METRIC_NAMES.flatMap((name) => metricOf(name).prometheus ?? []);
    const told = [...text.matchAll(/^# HELP (\S+)/gm)].map(([, name]) => name);
    expect(told.toSorted()).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(names.length);
  });

  it("is one set for a process", () => {
    expect(processMetrics()).toBe(processMetrics());
  });
});

describe("the buckets of histograms", () => {
  it("grow by a quarter each, from half a millisecond to more than the longest time-out", () => {
    expect(HISTOGRAM_BOUNDS[0]).toBe(0.0005);
    expect(HISTOGRAM_BOUNDS.at(-1)).toBeGreaterThan(100);
    for (const [index, bound] of HISTOGRAM_BOUNDS.entries()) {
      const next = HISTOGRAM_BOUNDS[index + 1];
      if (next !== undefined) expect(next / bound).toBeCloseTo(1.25, 2);
    }
  });
});
