import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { quantileOf, quantileOfValues } from "@/server/services/metrics/quantile";
import { readMetrics } from "@/server/services/metrics/read-metrics";
import { tellOfProcess } from "@/server/services/processes/tell-of-process";
import { systemContext } from "@/server/services/system-context";
import type { MetricSampleRecord } from "@/server/storage/operation-records";
import { HISTOGRAM_BOUNDS, type MetricName } from "@/shared/metric-names";
import type { MetricSpan } from "@/shared/schemas/metrics";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
let harness: ServiceHarness;
beforeEach(async () => {
  harness = await createServiceHarness();
});
afterEach(() => harness.close());

const agoMs = (ms: number) => new Date(harness.clock.now().getTime() - ms);
const put = (...samples: (Partial<MetricSampleRecord> & { minute: Date; name: MetricName })[]) =>
  harness.services.storage.metrics.putAll(
    samples.map((given) => ({
      processId: "process-1",
      label: "",
      count: 0,
      sum: 0,
      max: given.sum ?? 0,
      buckets: null,
      ...given,
    })),
  );
const read = async (name: MetricName, span: MetricSpan = "hour") => {
  const view = await readMetrics(await harness.member("admin"), { span });
  const figure = view.figures.find((each) => each.name === name);
  if (figure === undefined) throw new Error("no such figure");
  return figure;
};

/** A histogram's sample of these durations. */
function timed(...seconds: number[]) {
  const buckets = new Array<number>(HISTOGRAM_BOUNDS.length + 1).fill(0);
  for (const value of seconds) {
    const found = HISTOGRAM_BOUNDS.findIndex((bound) => value <= bound);
    const index = found === -1 ? HISTOGRAM_BOUNDS.length : found;
    buckets[index] = (buckets[index] ?? 0) + 1;
  }
  const sum = seconds.reduce((total, value) => total + value, 0);
  return { count: seconds.length, sum, max: Math.max(...seconds), buckets };
}

describe("the statistics of a figure", () => {
  it("mean, median, 95th percentile and highest value, within an eighth", async () => {
    const values = Array.from({ length: 100 }, (_, index) => (index + 1) / 100);
    await put({
      minute: agoMs(10 * MINUTE_MS),
      name: "api_latency",
      label: "robinhood",
      ...timed(...values),
    });
    const { statistics } = await read("api_latency");
    expect(statistics).toMatchObject({ count: 100, mean: expect.closeTo(0.505), max: 1 });
    expect(statistics.median).toBeGreaterThan(0.5 / 1.125);
    expect(statistics.median).toBeLessThan(0.5 * 1.125);
    expect(statistics.p95).toBeGreaterThan(0.95 / 1.125);
    expect(statistics.p95).toBeLessThanOrEqual(1);
  });

  it("processes and labels are joined, and labels told apart", async () => {
    const minute = agoMs(5 * MINUTE_MS);
    await put(
      { minute, name: "error_count", label: "CONN", sum: 6 },
      { minute, name: "error_count", label: "API", sum: 2, processId: "process-2" },
      { minute, name: "memory_usage", count: 1, sum: 100 },
      { minute, name: "memory_usage", count: 1, sum: 300, max: 320, processId: "process-2" },
    );
    const errors = await read("error_count");
    expect(errors.points).toMatchObject([{ at: minute.toISOString(), value: 8 }]);
    expect(errors.statistics).toMatchObject({ count: 8, mean: 8, max: 8 });
    expect(errors.parts.map(({ label, statistics }) => [label, statistics.count]).toSorted()).toEqual([
      ["API", 2],
      ["CONN", 6],
    ]);
    const memory = await read("memory_usage");
    expect(memory.statistics).toMatchObject({ mean: 300, max: 320 });
  });

  it("the share of readings answered at once is worked out of their count", async () => {
    const minute = agoMs(5 * MINUTE_MS);
    await put(
      { minute, name: "cache_reads", label: "hit", sum: 6 },
      { minute, name: "cache_reads", label: "stale", sum: 1, processId: "process-2" },
      { minute, name: "cache_reads", label: "miss", sum: 1 },
    );
    expect(await read("cache_hit_ratio")).toMatchObject({
      points: [{ value: 0.875, median: null, max: null }],
      statistics: { mean: 0.875 },
    });
  });

  it.each([
    ["hour", 30, 60],
    ["day", 20 * 60, 900],
    ["week", 6 * 1440, 3600],
    ["month", 29 * 1440, 21_600],
  ] as const)("over a %s", async (span, minutes, pointSeconds) => {
    const minute = agoMs(minutes * MINUTE_MS);
    await put({ minute, name: "retry_count", label: "robinhood", sum: pointSeconds / 60 });
    const view = await readMetrics(await harness.member("admin"), { span });
    expect(view.pointSeconds).toBe(pointSeconds);
    const figure = view.figures.find(({ name }) => name === "retry_count");
    // Per minute, however long a point is.
    expect(figure?.points.map(({ value }) => value)).toEqual([1]);
    expect(await read("retry_count", "hour")).toMatchObject({ points: span === "hour" ? [{}] : [] });
  });
});

describe("what is normal", () => {
  it("a fixed target: higher since it was first passed, for more than a moment", async () => {
    const lag = (minutes: number, seconds: number) =>
      put({ minute: agoMs(minutes * MINUTE_MS), name: "event_loop_lag", ...timed(seconds) });
    await lag(40, 0.001);
    expect(await read("event_loop_lag")).toMatchObject({
      normal: { low: 0, high: 0.05, source: "target" },
      state: "normal",
    });
    await lag(10, 0.2);
    expect((await read("event_loop_lag")).state).toBe("normal");
    await lag(5, 0.2);
    const higher = await read("event_loop_lag");
    expect(higher).toMatchObject({ state: "higher", since: agoMs(10 * MINUTE_MS).toISOString() });
  });

  it("its own last seven days: unknown before half a day of them, then the band", async () => {
    expect(await read("api_latency")).toMatchObject({ normal: null, state: "quiet" });
    await put({ minute: agoMs(MINUTE_MS), name: "api_latency", ...timed(0.1) });
    expect(await read("api_latency")).toMatchObject({ normal: null, state: "unknown" });
    for (let quarter = 1; quarter <= 60; quarter += 1) {
      await put({
        minute: agoMs(DAY_MS + quarter * 15 * MINUTE_MS),
        name: "api_latency",
        ...timed(0.1, 0.12),
      });
    }
    // What is usual is looked at again after a quarter of an hour.
    expect(await read("api_latency")).toMatchObject({ normal: null });
    harness.clock.advance(15 * MINUTE_MS);
    const usual = await read("api_latency");
    expect(usual).toMatchObject({ state: "normal", normal: { source: "history" } });
    expect(usual.normal?.high).toBeLessThan(0.15);
    for (const minutes of [4, 9]) {
      await put({ minute: agoMs(minutes * MINUTE_MS), name: "api_latency", ...timed(2) });
    }
    expect(await read("api_latency")).toMatchObject({ state: "higher" });
  });

  it("of a share little is bad", async () => {
    const readings = (ms: number, hit: number, miss: number) =>
      put(
        { minute: agoMs(ms), name: "cache_reads", label: "hit", sum: hit },
        { minute: agoMs(ms), name: "cache_reads", label: "miss", sum: miss },
      );
    for (let quarter = 1; quarter <= 50; quarter += 1)
      await readings(DAY_MS + quarter * 15 * MINUTE_MS, 9, 1);
    for (const minutes of [3, 8]) await readings(minutes * MINUTE_MS, 1, 9);
    expect(await read("cache_hit_ratio")).toMatchObject({ state: "lower", normal: { low: 0.9, high: 1 } });
  });
});

it("the page lists the processes, and is for admins", async () => {
  await tellOfProcess()(systemContext(harness.services));
  const view = await readMetrics(await harness.member("admin"), { span: "hour" });
  expect(view.processes).toMatchObject([{ id: "process-1", isThis: true }]);
  const trader = await harness.member("user", "trader");
  await expect(readMetrics(trader, { span: "hour" })).rejects.toMatchObject({
    code: "API_PERMISSION_DENIED",
  });
});

describe("quantiles", () => {
  it("of nothing there are none", () => {
    expect(quantileOf({ count: 0, sum: 0, max: 0, buckets: [] }, 0.5)).toBeNull();
    expect(quantileOf({ count: 1, sum: 1, max: 1, buckets: null }, 0.5)).toBeNull();
    expect(quantileOfValues([], 0.5)).toBeNull();
  });

  it("below the lowest and beyond the highest bound", () => {
    expect(quantileOf(timed(0.0001), 0.5)).toBe(0.0001);
    expect(quantileOf(timed(300), 0.95)).toBeCloseTo(Math.sqrt((HISTOGRAM_BOUNDS.at(-1) ?? 0) * 300));
    // Counts that do not add up, as a torn row would have them, still give a value that was seen.
    expect(quantileOf({ count: 5, sum: 5, max: 2, buckets: [] }, 0.5)).toBe(2);
  });
});
