import { describe, expect, it } from "vitest";
import { measureBrokerCall, measureDatabase } from "@/server/observability/measure-calls";
import { createMetrics } from "@/server/observability/prom-metrics";
import { lagsOf, watchProcess } from "@/server/observability/watch-process";
import type { MetricName } from "@/shared/metric-names";

const MS = 1e6;

describe("watching the process", () => {
  it("measures memory, processor and the event loop", async () => {
    const metrics = createMetrics();
    const watch = watchProcess(metrics);
    const until = performance.now() + 250;
    // Holds the loop up between two of its looks.
    await new Promise((resolve) => setTimeout(resolve, 50));
    while (performance.now() < until) Math.sqrt(until);
    await new Promise((resolve) => setTimeout(resolve, 60));
    watch.measure();
    watch.stop();
    const readings = await metrics.read();
    const sumOf = (name: MetricName) => readings.find((reading) => reading.name === name)?.sum ?? 0;
    expect(sumOf("memory_usage")).toBeGreaterThan(20 * 1024 * 1024);
    expect(sumOf("cpu_usage")).toBeGreaterThan(0);
    expect(readings.find(({ name }) => name === "event_loop_lag")?.count).toBeGreaterThan(0);
    expect(metrics.takePeaks().get("event_loop_lag ")).toBeGreaterThan(0.1);
  });

  it("tells the single lags from a histogram of delays", () => {
    const percentiles = new Map([
      [0, 50 * MS],
      [50, 51 * MS],
      [75, 55 * MS],
      [100, 150 * MS],
    ]);
    const lags = lagsOf({ count: 4, percentiles });
    expect(lags.map((lag) => Math.round(lag * 1000))).toEqual([1, 1, 5, 100]);
    expect(lagsOf({ count: 1_000_000, percentiles })).toHaveLength(2400);
    expect(lagsOf({ count: 0, percentiles: new Map([[100, 0]]) })).toEqual([]);
  });
});

describe("measuring calls", () => {
  it("counts time-outs and other failures of brokers, and times all", async () => {
    const metrics = createMetrics();
    const call = { method: "GET", route: "/accounts/", status: null };
    measureBrokerCall(metrics, "robinhood", { ...call, status: 200, durationMs: 40, outcome: "reply" });
    measureBrokerCall(metrics, "robinhood", { ...call, durationMs: 30_000, outcome: "CONN_TIMEOUT" });
    measureBrokerCall(metrics, "robinhood", { ...call, durationMs: 5, outcome: "CONN_NETWORK_ERROR" });
    measureDatabase(metrics, "call", 3);
    measureDatabase(metrics, "transaction", 8);
    const readings = await metrics.read();
    const readingOf = (name: MetricName) => readings.find((reading) => reading.name === name);
    expect(readingOf("api_latency")).toMatchObject({
      label: "robinhood",
      count: 3,
      sum: expect.closeTo(30.045),
    });
    expect(readingOf("error_count")).toMatchObject({ label: "CONN", sum: 2 });
    expect(readingOf("timeout_count")).toMatchObject({ label: "robinhood", sum: 1 });
    expect(readingOf("database_latency")).toMatchObject({ count: 1, sum: 0.003 });
    expect(readingOf("transaction_duration")).toMatchObject({ count: 1, sum: 0.008 });
  });
});
