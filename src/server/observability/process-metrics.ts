import type { Metrics } from "@/server/observability/metrics";
import { createMetrics } from "@/server/observability/prom-metrics";

/** The web server and the built pages are separate module graphs in one process, so the figures hang on the process. */
const KEY: unique symbol = Symbol.for("wheelhouse.metrics");

interface Holder {
  [KEY]?: Metrics;
}

/** The one set of figures of this process. */
export function processMetrics(): Metrics {
  const holder: typeof globalThis & Holder = globalThis;
  holder[KEY] ??= createMetrics();
  return holder[KEY];
}
