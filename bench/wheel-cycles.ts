// Wheel cycles rebuilt from 100 000 account events: wall time, and the longest time that nothing else in the process
// had its turn (perf_hooks.monitorEventLoopDelay), beside the same engine with its pauses taken out: one block, as a
// plain loop would be. The events are those of made-up traders (src/test/wheel/account-simulator.ts): puts, calls,
// rolls, spreads, assignments, dividends, splits, in "many" (4 accounts of 25 shares) and in "one" share, the worst
// case, and are listed backwards, so that they have to be put in order.
//
//   npx tsx bench/wheel-cycles.ts [--events 100000] [--runs 5]
//
// Showed on 2026-11-22, 2 cores, Node 20, one run while other work kept the machine at a load of 25, so that wall
// times and blocks are waits for a processor before all; the CPU time of the longest block is the engine's own (and
// that of the garbage collector beside it). Milliseconds:
//
//                     wall   CPU  longest block  of it CPU
//   many             15078  4219            142        9.7
//   many, no pauses   8896  3426           8900       3426
//   one              10315  3925            343       77.7
//   one, no pauses   12069  4682          12071       4682
//
// So 100 000 events of many shares stay below 10 ms of work at a time. A single share with all of them is above 50 ms
// in its longest slice under that load; to be measured again on a quiet machine.
import { cpus, loadavg } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { buildCycles } from "@/server/services/wheel/engine/build-cycles";
import type { AccountEvent } from "@/shared/schemas/activity";
import { createSeededRandom } from "@/test/seeded-random";
import { ACTS, AccountSimulator, type Choice } from "@/test/wheel/account-simulator";
import { formatTable, median, ms, timeOf } from "./setup/figures";

const ACCOUNTS = 4;
const SHARES_OF_ACCOUNT = 25;
const DELAY_RESOLUTION_MS = 1;
const NANOSECONDS = 1e6;

const { values } = parseArgs({
  options: { events: { type: "string", default: "100000" }, runs: { type: "string", default: "5" } },
});
const eventCount = Number(values.events);
const runs = Number(values.runs);
const random = createSeededRandom("wheel-cycles");

function makeChoice(): Choice {
  const [act = 0, gap = 0, pick = 0, size = 0, level = 0, days = 0, cents = 0] = random.bytes(7);
  const trades = ACTS.filter((name) => name !== "wait");
  return {
    act: trades[act % trades.length] ?? "sell put",
    gapMinutes: 4 + (gap % 90),
    pick,
    size: 1 + (size % 4),
    level: 6 + (level % 15),
    days: 1 + (days % 30),
    cents: 10 + (cents % 90),
  };
}

function eventsOf(symbol: string, account: string, count: number): AccountEvent[] {
  const simulator = new AccountSimulator(symbol, account);
  while (simulator.events.length < count) {
    simulator.run([makeChoice()]);
  }
  return simulator.events.slice(0, count);
}

function eventsOfMany(): AccountEvent[] {
  const each = Math.ceil(eventCount / ACCOUNTS / SHARES_OF_ACCOUNT);
  const made: AccountEvent[] = [];
  for (let account = 0; account < ACCOUNTS; account += 1) {
    for (let share = 0; share < SHARES_OF_ACCOUNT; share += 1) {
      made.push(...eventsOf(`S${share}`, `ACCOUNT-${account}`, each));
    }
  }
  return made;
}

interface Measured {
  readonly wallMs: number[];
  readonly cpuMs: number[];
  readonly longestBlockMs: number[];
  readonly longestCpuMs: number[];
}

const freshMeasure = (): Measured => ({ wallMs: [], cpuMs: [], longestBlockMs: [], longestCpuMs: [] });
const cpuNow = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
const sleep = (timeMs: number) => new Promise((resolve) => setTimeout(resolve, timeMs));

type Pause = (resume: () => void) => void;

/** Does the work with other pauses in it; `setImmediate` is what the engine makes them with. */
async function withPauses(pause: (real: Pause) => Pause, work: () => Promise<unknown>): Promise<void> {
  const real = globalThis.setImmediate;
  const instead = pause(real);
  globalThis.setImmediate = Object.assign((resume: () => void) => {
    instead(resume);
    return real(() => undefined);
  }, real);
  await work().finally(() => {
    globalThis.setImmediate = real;
  });
}

async function measure(events: readonly AccountEvent[], givesTurns: boolean, into: Measured): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS });
  delay.enable();
  await sleep(20);
  let turnBegan = cpuNow();
  let longest = 0;
  const endTurn = () => {
    longest = Math.max(longest, cpuNow() - turnBegan);
  };
  const watched = (real: Pause) => (resume: () => void) => {
    if (!givesTurns) {
      queueMicrotask(resume);
      return;
    }
    endTurn();
    real(() => {
      turnBegan = cpuNow();
      resume();
    });
  };
  const begun = turnBegan;
  await withPauses(watched, async () => {
    into.wallMs.push(await timeOf(() => buildCycles(events, new Map())));
    endTurn();
  });
  into.cpuMs.push(cpuNow() - begun);
  into.longestCpuMs.push(longest);
  await sleep(20);
  delay.disable();
  into.longestBlockMs.push(delay.max / NANOSECONDS);
}

const head = ["", "wall", "CPU", "longest block", "of it CPU", "worst block", "worst CPU"];
const rows: string[][] = [head];
for (const [name, events] of [
  ["many", eventsOfMany()],
  ["one", eventsOf("S", "ACCOUNT", eventCount)],
] as const) {
  const backwards = [...events].reverse();
  const paused = freshMeasure();
  const whole = freshMeasure();
  await measure(backwards, true, freshMeasure());
  for (let run = 0; run < runs; run += 1) {
    await measure(backwards, true, paused);
    await measure(backwards, false, whole);
  }
  for (const [way, { wallMs, cpuMs, longestBlockMs, longestCpuMs }] of [
    [name, paused],
    [`${name}, no pauses`, whole],
  ] as const) {
    const medians = [wallMs, cpuMs, longestBlockMs, longestCpuMs].map((sample) => ms(median(sample)));
    rows.push([way, ...medians, ms(Math.max(...longestBlockMs)), ms(Math.max(...longestCpuMs))]);
  }
}
const about = `${eventCount} events, median of ${runs}, ms; ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; Node ${process.versions.node}`;
process.stdout.write(`${[about, "", formatTable(rows)].join("\n")}\n`);
