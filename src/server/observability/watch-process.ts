import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Metrics } from "@/server/observability/metrics";

/** How often the event loop is looked at, milliseconds: so much of each value is no lag. */
const RESOLUTION_MS = 50;
/** Of one sampling: a whole minute has no more than 1,200 at the resolution. */
const MOST_VALUES = 2400;

export interface ProcessWatch {
  /** Measures memory, processor and event loop for the time since the last call. */
  measure(): void;
  stop(): void;
}

/** Watches this process's own use of the machine. */
export function watchProcess(metrics: Metrics): ProcessWatch {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  let cpu = process.cpuUsage();
  let measuredAtMs = performance.now();
  return {
    measure: () => {
      metrics.gauge("memory_usage", process.memoryUsage.rss());
      const nowMs = performance.now();
      const elapsedMs = nowMs - measuredAtMs;
      const { user, system } = process.cpuUsage(cpu);
      if (elapsedMs > 0) metrics.gauge("cpu_usage", (user + system) / 1000 / elapsedMs);
      cpu = process.cpuUsage();
      measuredAtMs = nowMs;
      for (const lagSeconds of lagsOf(delays)) metrics.observe("event_loop_lag", lagSeconds);
      delays.reset();
    },
    stop: () => {
      delays.disable();
    },
  };
}

interface Delays {
  readonly count: number;
  /** Nanoseconds by percentile. */
  readonly percentiles: ReadonlyMap<number, number>;
}

/** The single values of a histogram of delays, as near as it keeps them, without what is no lag. Seconds. */
export function lagsOf({ count, percentiles }: Delays): number[] {
  const lags: number[] = [];
  const known = Math.min(count, MOST_VALUES);
  for (const [percentile, delayNs] of percentiles) {
    const lagSeconds = Math.max(0, delayNs / 1e9 - RESOLUTION_MS / 1000);
    const reached = Math.round((percentile / 100) * known);
    while (lags.length < reached) lags.push(lagSeconds);
  }
  return lags;
}
