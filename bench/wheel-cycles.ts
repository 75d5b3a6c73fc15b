// Wheel cycles rebuilt from 100 000 account events: wall time, CPU of the process, the longest time that nothing else
// in the process had its turn (perf_hooks.monitorEventLoopDelay), and the most that the main thread itself worked
// between two turns, beside the same engine with its pauses taken out: one block, as a plain loop would be. The events
// are those of made-up traders (src/test/wheel/account-simulator.ts): puts, calls, rolls, spreads, assignments,
// dividends, splits, in "many" (4 accounts of 25 shares) and in "one" share, the worst case, and are listed backwards,
// so that they have to be put in order. What a longer past costs from the broker's answer to the page: wheel-views.ts.
//
//   npx tsx bench/wheel-cycles.ts [--events 100000] [--runs 5]
//
// Showed on 2026-11-22, 2 cores, Node 20, 2 runs while other work kept the machine at a load of 20: wall times and
// blocks are then waits for a processor before all; the CPU in a turn is what a machine with a free core would show as
// its longest block. The first time is with code that was never run before. Milliseconds; the ratio is to "no pauses":
//
//                          wall   CPU  longest block  CPU in a turn  worst  ratio
//   many, the first time  25581  4555            269           13.3
//   many                   9072  3379            193           15.3   25.4  0.006
//   many, no pauses        9194  2984                          2493   2503
//   one, the first time   14697  3937            398           25.8
//   one                   21493  4018            277           16.2   18.4  0.005
//   one, no pauses        18128  4011                          2966   3884
//
// Nothing works longer than 26 ms at a time, in either shape. The CPU of the process between two turns is no measure of
// it: it counts the garbage collector's and the compiler's threads too, which hold nobody up.
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { buildCycles } from "@/server/services/wheel/engine/build-cycles";
import { formatTable, median, ms } from "./setup/figures";
import { measureTurns, type Turns } from "./setup/measure-turns";
import { eventsOfMany, eventsOfOne } from "./setup/wheel-events";

const { values } = parseArgs({
  options: { events: { type: "string", default: "100000" }, runs: { type: "string", default: "5" } },
});
const eventCount = Number(values.events);
const runs = Number(values.runs);
/** The work with its pauses taken out; `setImmediate` is what the engine makes them with. */
async function withoutPauses(work: () => Promise<unknown>): Promise<void> {
  const real = globalThis.setImmediate;
  globalThis.setImmediate = Object.assign((resume: () => void) => {
    queueMicrotask(resume);
    return real(() => undefined);
  }, real);
  await work().finally(() => {
    globalThis.setImmediate = real;
  });
}

const rows: string[][] = [["", "wall", "CPU", "longest block", "worst", "CPU in a turn", "worst"]];
for (const [name, events] of [
  ["many", eventsOfMany(eventCount)],
  ["one", eventsOfOne(eventCount)],
] as const) {
  const backwards = [...events].reverse();
  const build = () => buildCycles(backwards, new Map());
  const first = await measureTurns(build);
  const paused: Turns[] = [];
  const whole: Turns[] = [];
  for (let run = 0; run < runs; run += 1) {
    paused.push(await measureTurns(build));
    whole.push(await measureTurns(() => withoutPauses(build)));
  }
  rows.push(row(`${name}, the first time`, [first]), row(name, paused), row(`${name}, no pauses`, whole));
}
const about = `${eventCount} events, median of ${runs}, ms; ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; Node ${process.versions.node}`;
process.stdout.write(`${[about, "", formatTable(rows)].join("\n")}\n`);

function row(name: string, turns: readonly Turns[]): string[] {
  const of = (figure: keyof Turns) => turns.map((turn) => turn[figure]);
  return [
    name,
    ms(median(of("wallMs"))),
    ms(median(of("cpuMs"))),
    ms(median(of("longestBlockMs"))),
    ms(Math.max(...of("longestBlockMs"))),
    ms(median(of("longestTurnCpuMs"))),
    ms(Math.max(...of("longestTurnCpuMs"))),
  ];
}
