import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cleanUp } from "@/server/services/maintenance/clean-up";
import { measureQueues } from "@/server/services/metrics/measure-queues";
import { thinMetrics } from "@/server/services/metrics/thin-metrics";
import { createMetricWriter } from "@/server/services/metrics/write-metrics";
import { systemContext } from "@/server/services/system-context";
import type { MetricSampleRecord } from "@/server/storage/operation-records";
import type { MetricName } from "@/shared/metric-names";
import { buildConnection, buildLoginAttempt } from "@/test/builders";
import { createServiceHarness, type ServiceHarness } from "@/test/service-harness";

const MINUTE_MS = 60_000;
const FAR = new Date("2100-01-01T00:00:00Z");
let harness: ServiceHarness;
beforeEach(async () => {
  harness = await createServiceHarness();
});
afterEach(() => harness.close());

const context = () => systemContext(harness.services);
const stored = (name: MetricName) => harness.services.storage.metrics.between(new Date(0), FAR, [name]);

describe("writing the figures of a process", () => {
  it("keeps what came in each minute, and nothing of what did not change", async () => {
    const { metrics } = harness.services;
    const writer = createMetricWriter();
    const minute = harness.clock.now();
    const next = await writer.round(context());
    expect(next.getTime() - minute.getTime()).toBe(MINUTE_MS + 500);
    metrics.observe("api_latency", 0.2, "robinhood");
    metrics.observe("api_latency", 0.4, "robinhood");
    metrics.count("error_count", 3, "CONN");
    harness.clock.advance(MINUTE_MS + 500);
    await writer.round(context());
    metrics.observe("api_latency", 0.1, "robinhood");
    harness.clock.advance(MINUTE_MS);
    await writer.round(context());
    const second = new Date(minute.getTime() + MINUTE_MS);
    expect(await stored("api_latency")).toMatchObject([
      { minute, processId: "process-1", label: "robinhood", count: 2, sum: expect.closeTo(0.6), max: 0.4 },
      { minute: second, count: 1, sum: expect.closeTo(0.1), max: 0.1 },
    ]);
    const [first] = await stored("api_latency");
    expect(first?.buckets?.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(await stored("error_count")).toMatchObject([{ minute, count: 0, sum: 3, buckets: null }]);
  });

  it("loses nothing where a minute could not be written, and writes what is left at the end", async () => {
    const { metrics, storage } = harness.services;
    const writer = createMetricWriter();
    await writer.round(context());
    metrics.observe("auth_duration", 2, "robinhood");
    harness.clock.advance(MINUTE_MS + 500);
    const away = () => Promise.reject(new Error("the database is away"));
    await expect(writer.round({ ...context(), storage: { ...storage, transaction: away } })).rejects.toThrow(
      "away",
    );
    metrics.observe("auth_duration", 1, "robinhood");
    await writer.flush(context());
    expect(await stored("auth_duration")).toMatchObject([{ count: 2, sum: 3, max: 2 }]);
  });

  it("measures what waits and what is under way in the install", async () => {
    const { storage, metrics } = harness.services;
    const now = harness.clock.now();
    const owner = await harness.person();
    const connection = buildConnection({ ownerId: owner.id, status: "connected" });
    await storage.connections.create(connection);
    await storage.loginAttempts.create(
      buildLoginAttempt({ connectionId: connection.id, ownerId: owner.id, startedAt: now }),
    );
    for (const [kind, openUntil] of [
      ["read", new Date(now.getTime() + 1000)],
      ["trade", null],
      ["refresh", new Date(now.getTime() - 1000)],
    ] as const) {
      const key = `robinhood https://one.example https://two.example ${kind}`;
      const held = await storage.transaction((tx) => tx.breakers.hold(key, now));
      await storage.breakers.put({ ...held, openUntil });
    }
    await measureQueues(context());
    const readings = await metrics.read();
    const figureOf = (name: MetricName, label = "") =>
      readings.find((reading) => reading.name === name && reading.label === label)?.sum;
    expect(figureOf("active_connections")).toBe(1);
    expect(figureOf("logins_in_flight")).toBe(1);
    expect(figureOf("notices_pending")).toBe(0);
    expect(figureOf("breaker_open", "robinhood read")).toBe(1);
    expect(figureOf("breaker_open", "robinhood trade")).toBe(0);
    expect(figureOf("breaker_open", "robinhood refresh")).toBe(0);
  });
});

describe("old samples", () => {
  const sample = (given: Partial<MetricSampleRecord>): MetricSampleRecord => ({
    minute: harness.clock.now(),
    processId: "process-1",
    name: "api_latency",
    label: "robinhood",
    count: 2,
    sum: 1,
    max: 0.7,
    buckets: [1, 1],
    ...given,
  });
  const minutesAgo = (minutes: number) => new Date(harness.clock.now().getTime() - minutes * MINUTE_MS);

  it("are joined to quarters of an hour after two hours, and to hours after eight days", async () => {
    const { metrics } = harness.services.storage;
    const gauge = { name: "memory_usage", label: "", count: 1, buckets: null };
    const queue = { name: "reads_under_way", label: "", count: 1, buckets: null };
    await metrics.putAll([
      sample({ minute: minutesAgo(10) }),
      sample({ minute: minutesAgo(150) }),
      sample({
        minute: minutesAgo(149),
        processId: "process-2",
        count: 3,
        sum: 2,
        max: 0.9,
        buckets: [0, 3],
      }),
      sample({ minute: minutesAgo(150), ...gauge, sum: 100, max: 110 }),
      sample({ minute: minutesAgo(149), ...gauge, sum: 200, max: 210 }),
      sample({ minute: minutesAgo(149), ...gauge, processId: "process-2", sum: 50, max: 60 }),
      sample({ minute: minutesAgo(150), ...queue, sum: 2, max: 4 }),
      sample({ minute: minutesAgo(150), ...queue, processId: "process-2", sum: 3, max: 5 }),
      sample({ minute: minutesAgo(150), name: "gone_figure" }),
    ]);
    await thinMetrics(context());
    const quarter = minutesAgo(150);
    expect(await stored("api_latency")).toEqual([
      sample({ minute: quarter, processId: "15m", count: 5, sum: 3, max: 0.9, buckets: [1, 4] }),
      sample({ minute: minutesAgo(10) }),
    ]);
    expect(await stored("memory_usage")).toMatchObject([{ processId: "15m", count: 1, sum: 150, max: 210 }]);
    expect(await stored("reads_under_way")).toMatchObject([{ processId: "15m", count: 1, sum: 5, max: 9 }]);
    expect(await metrics.between(new Date(0), FAR, ["gone_figure"])).toEqual([]);
    // Again it changes nothing, until they are old enough for hours.
    await thinMetrics(context());
    expect(await stored("api_latency")).toHaveLength(2);
    harness.clock.advance(9 * 86_400_000);
    await thinMetrics(context());
    expect((await stored("api_latency")).map(({ processId, count }) => [processId, count])).toEqual([
      ["60m", 5],
      ["60m", 2],
    ]);
  });

  it("are removed after METRICS_RETENTION_DAYS", async () => {
    const { metrics } = harness.services.storage;
    await metrics.putAll([
      sample({ minute: minutesAgo(31 * 1440) }),
      sample({ minute: minutesAgo(29 * 1440) }),
    ]);
    await cleanUp(context());
    expect(await stored("api_latency")).toHaveLength(1);
    harness.services.liveSettings.apply(new Map([["METRICS_RETENTION_DAYS", "7"]]), 1);
    await cleanUp(context());
    expect(await stored("api_latency")).toEqual([]);
  });
});
