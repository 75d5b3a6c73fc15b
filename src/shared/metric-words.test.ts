import { expect, it } from "vitest";
import { METRIC_NAMES, type MetricName } from "@/shared/metric-names";
import { mainStatistic, metricText, stateSentence } from "@/shared/metric-words";

it.each([
  ["api_latency", 0.1234, "123 ms"],
  ["api_latency", 0.00052, "0.52 ms"],
  ["api_latency", 1.4, "1.4 s"],
  ["memory_usage", 212.4 * 1024 * 1024, "212 MB"],
  ["memory_usage", 2000 * 1024 * 1024, "2,000 MB"],
  ["cpu_usage", 0.1234, "12.3 %"],
  ["cache_hit_ratio", 1, "100 %"],
  ["notices_pending", 3, "3"],
  ["error_count", 0.25, "0.25 a minute"],
  ["error_count", null, "–"],
] as const)("%s of %s reads %s", (name, value, expected) => {
  expect(metricText(name, value)).toBe(expected);
});

it("every figure says what its plot shows", () => {
  const words = new Set(METRIC_NAMES.map(mainStatistic));
  expect([...words].toSorted()).toEqual(["95th percentile", "Average", "Highest", "Per minute"]);
});

const timeOf = (iso: string) => iso.slice(11, 16);
const since = "2026-03-02T14:05:00.000Z";
const target = { low: 0, high: 0.05, source: "target" } as const;
const history = { low: 0.1, high: 0.2, source: "history" } as const;

it.each<[MetricName, Parameters<typeof stateSentence>[0], string]>([
  [
    "event_loop_lag",
    { name: "event_loop_lag", state: "normal", since: null, normal: target },
    "Normal: up to 50 ms.",
  ],
  [
    "event_loop_lag",
    { name: "event_loop_lag", state: "higher", since, normal: target },
    "Higher than it should be since 14:05; normal is up to 50 ms.",
  ],
  [
    "api_latency",
    { name: "api_latency", state: "higher", since, normal: history },
    "Higher than usual since 14:05; normal is up to 200 ms.",
  ],
  [
    "cache_hit_ratio",
    { name: "cache_hit_ratio", state: "lower", since, normal: { low: 0.9, high: 1, source: "history" } },
    "Lower than usual since 14:05; normal is from 90 %.",
  ],
  [
    "breaker_open",
    { name: "breaker_open", state: "normal", since: null, normal: { low: 0, high: 0, source: "target" } },
    "Normal: none.",
  ],
  [
    "api_latency",
    { name: "api_latency", state: "quiet", since: null, normal: null },
    "Nothing was measured in the last two hours.",
  ],
  [
    "api_latency",
    { name: "api_latency", state: "unknown", since: null, normal: null },
    "There is not half a day of history yet: too little to say what is usual.",
  ],
  ["api_latency", { name: "api_latency", state: "normal", since: null, normal: null }, "Normal: not known."],
])("%s is told in a sentence", (_name, figure, expected) => {
  expect(stateSentence(figure, timeOf)).toBe(expected);
});
