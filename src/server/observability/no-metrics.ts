import type { Metrics } from "@/server/observability/metrics";

/** Measures nothing: for commands, which are over before anybody could look. */
export const noMetrics: Metrics = {
  observe: () => undefined,
  count: () => undefined,
  gauge: () => undefined,
  beforeReading: () => undefined,
  read: async () => [],
  takePeaks: () => new Map(),
  returnPeaks: () => undefined,
  expose: async () => ({ contentType: "text/plain", text: "" }),
};
