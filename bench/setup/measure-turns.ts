import { readFileSync } from "node:fs";
import { monitorEventLoopDelay, PerformanceObserver } from "node:perf_hooks";
import { setImmediate } from "node:timers";
import { timeOf } from "./figures";

const DELAY_RESOLUTION_MS = 1;
const NANOSECONDS = 1e6;
const THREAD_TIMES = "/proc/self/schedstat";

/** What a piece of work took of the event loop, milliseconds. */
export interface Turns {
  readonly wallMs: number;
  /** Of the whole process, the garbage collector's other threads included. */
  readonly cpuMs: number;
  /** The longest time that nothing else had its turn (perf_hooks.monitorEventLoopDelay): work and waits for a processor. */
  readonly longestBlockMs: number;
  /** The most that the main thread itself worked between two turns: what a quiet machine would show as its block. */
  readonly longestTurnCpuMs: number;
  /** The longest collection of garbage that the main thread stood still for. */
  readonly longestCollectionMs: number;
}

/** Does the work and watches the event loop meanwhile, turn by turn. */
export async function measureTurns(work: () => Promise<unknown>): Promise<Turns> {
  const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  delay.enable();
  await sleep(20);
  delay.reset();
  // The first turn after that only sets its watch.
  await sleep(20);
  const watch = watchTurns();
  const collections = watchCollections();
  const begun = processCpuMs();
  const wallMs = await timeOf(work);
  const cpuMs = processCpuMs() - begun;
  await sleep(20);
  const longestTurnCpuMs = watch.stop();
  delay.disable();
  const longestCollectionMs = collections.stop();
  return { wallMs, cpuMs, longestBlockMs: delay.max / NANOSECONDS, longestTurnCpuMs, longestCollectionMs };
}

function watchCollections(): { stop(): number } {
  let longest = 0;
  const note = (entries: readonly { readonly duration: number }[]) => {
    longest = Math.max(longest, ...entries.map(({ duration }) => duration));
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ entryTypes: ["gc"] });
  return {
    stop: () => {
      note(observer.takeRecords());
      observer.disconnect();
      return longest;
    },
  };
}

/** Looks at the main thread's processor time once in each turn of the event loop. */
function watchTurns(): { stop(): number } {
  let longest = 0;
  let before = threadCpuMs();
  let isOver = false;
  const look = () => {
    const now = threadCpuMs();
    longest = Math.max(longest, now - before);
    before = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  return {
    stop: () => {
      isOver = true;
      return longest;
    },
  };
}

/** Milliseconds that the main thread has had a processor; of the whole process where the system does not say. */
function threadCpuMs(): number {
  try {
    const [nanoseconds = "0"] = readFileSync(THREAD_TIMES, "utf8").split(" ");
    return Number(nanoseconds) / NANOSECONDS;
  } catch {
    return processCpuMs();
  }
}

function processCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

const sleep = (timeMs: number) => new Promise((resolve) => setTimeout(resolve, timeMs));
