// Everything that the server works out from a past of 100 000 events, from the reading to the written answer: the
// first reading of all of it (checked, sorted into months, encrypted and kept); the reading of what is kept and the
// wheel by a server whose memory is empty; and then, at the same server, the reading, the wheel, a cycle's page, the
// income and what needs attention, each through its procedure, with the answer checked against its schema and written
// as JSON. The server is a process of its own, with the services of the product, and has shown a past of 2 000 events
// to somebody else before: its code is loaded, and has compiled its queries. Each run begins three servers. For each
// view: wall time, CPU of the process, the longest time that nothing else in it had its turn
// (perf_hooks.monitorEventLoopDelay), the most that the main thread itself worked between two turns, and the longest
// collection of garbage. "many" are 4 accounts of 25 shares, each traded every third day for six years, "one" is a
// single share with all of it. The broker answers at once, except with accounts, which come from the sandbox.
//
//   npx tsx bench/wheel-views.ts [--events 100000] [--runs 3] [--database sqlite] [--node=--max-semi-space-size=64]
//
// Showed on 2026-11-22, 2 cores, Node 20, SQLite, while other work kept the machine at a load of 1.5 to 2.9, so that
// the blocks have waits for a processor in them; medians of three runs, "worst" the worst of them. Milliseconds:
//
//                                wall   CPU  longest block  worst  CPU in a turn  worst  collection, worst  memory, MB
//   many: first reading, kept    1892  2045           24.0   32.3           20.8   24.0               11.2         489
//   many: reading, memory empty  1078  1130           38.8   41.5           24.0   30.5               37.3         395
//   many: wheel, memory empty    5113  5737           56.4   60.0           38.2   51.6               29.9         506
//   many: reading                23.4  22.3           21.9   22.2           22.3   23.1                0.0         506
//   many: wheel                   182   218           33.6   35.1           29.2   32.3                7.0         510
//   many: a cycle                 110   122           18.2   27.2           20.0   20.0                6.6         516
//   many: income                 1911  1835           24.3   32.5           24.0   25.0               17.2         581
//   many: attention               278   407           27.4   41.0           37.5   46.4               21.7         598
//   one: first reading, kept     2536  2707           14.0   66.6           12.4   18.3               15.5         470
//   one: reading, memory empty   1512  1549           43.7   44.0           31.8   37.2               13.6         405
//   one: wheel, memory empty     6195  6588           33.2   60.3           24.8   25.3               28.7         593
//   one: reading                 23.4  20.4           22.2   26.1           19.8   20.6                3.7         593
//   one: wheel                   31.8  34.9           26.6   28.7           23.1   28.0                6.2         593
//   one: a cycle                 84.1  91.7           48.3   49.0           36.7   48.7                7.5         593
//   one: income                  2022  2132           25.9   44.8           24.0   24.0               23.1         608
//   one: attention                133   184           42.5   44.1           49.0   53.1                3.9         610
//
// Three runs six minutes earlier, at the same load, had the same figures but for "one: attention", 66 in a turn, and
// "many: wheel, memory empty", 49. The wheel of "many" has 1 696 cycles, 1.5 MB; the cycle of "one" 1.4 MB.
//
// The collections of 54 to 271 ms that this bench used to show were its own: server, data and seeding were one process
// of 1.6 GB. In a server by itself none took more than 38 ms in these runs, and a larger young generation (64 MB) made
// single ones longer, not shorter. What is left, by the profiler: 16 to 30 ms in each reading are SQLite walking
// through all months' texts to the versions behind them; 26 to 40 ms are the check of an answer of 1 696 cycles, and
// 8 ms its writing, in the same turn. Since these runs the reading of SQLite and the work on it are turns of their own.
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startLogin } from "@/server/services/connections/start-login";
import type { UserRecord } from "@/server/storage/records";
import type { AccountEvent } from "@/shared/schemas/activity";
import type { BenchInstall } from "./setup/bench-install";
import { runBench } from "./setup/bench-run";
import { formatTable, median, ms } from "./setup/figures";
import type { Turns } from "./setup/measure-turns";
import { eventsOfMany, eventsOfOne } from "./setup/wheel-events";
import { type Measured, type Question, serveViews, type View } from "./setup/wheel-server";
import { WheelServerProcess } from "./setup/wheel-server-process";

/** A share is traded every third day: a past of six years. */
const SLOWNESS = 20;
const COLUMNS = ["wall", "CPU", "longest block", "worst", "CPU in a turn", "worst", "collection", "worst"];
/** Events of the past that a server has shown before. */
const SHORT = 2_000;
const WARM: readonly View[] = ["reading", "wheel", "a cycle", "income", "attention"];
const ALL: readonly View[] = ["all", ...WARM];

if (process.send === undefined) {
  await measureAll();
} else {
  serveViews();
}

async function measureAll(): Promise<void> {
  const { values } = parseArgs({
    options: {
      events: { type: "string", default: "100000" },
      runs: { type: "string", default: "3" },
      database: { type: "string", default: "sqlite" },
      node: { type: "string", multiple: true, default: [] },
    },
  });
  const eventCount = Number(values.events);
  const runs = Number(values.runs);
  await runBench(values.database, async (install) => {
    const rows: string[][] = [["", ...COLUMNS, "answer, kB", "memory, MB"]];
    for (const [name, events] of [
      ["many", eventsOfMany(eventCount, SLOWNESS)],
      ["one", eventsOfOne(eventCount)],
    ] as const) {
      const measured = await measureViews(install, { events, runs, options: values.node });
      rows.push(...[...measured].map(([view, samples]) => row(`${name}: ${view}`, samples)));
    }
    return [
      `${eventCount} events, median of ${runs}, ms; nothing but the first reading is read at the broker`,
      "",
      formatTable(rows),
      "",
    ];
  });
}

interface Task {
  readonly events: readonly AccountEvent[];
  readonly runs: number;
  /** Node's, for the server. */
  readonly options: readonly string[];
}

/** A connection, and its past as the broker tells it. */
type Subject = Omit<Question, "view">;

/** Each run is three servers, one after the other: what reads all of it, and two whose memory is empty at first. */
async function measureViews(install: BenchInstall, task: Task): Promise<Map<string, Measured[]>> {
  const short = await addSubject(install, await install.addPerson(), task.events.slice(0, SHORT));
  const measured = new Map<string, Measured[]>();
  for (let run = 0; run < task.runs; run += 1) {
    const subject = await addSubject(install, await install.addPerson(), task.events);
    const ask = async (
      asked: readonly (readonly [name: string, view: View])[],
      options: readonly string[],
    ) => {
      const program = fileURLToPath(import.meta.url);
      const server = await WheelServerProcess.start(program, install.variables, [
        ...task.options,
        ...options,
      ]);
      for (const view of ALL) await server.measure({ ...short, view });
      for (const [name, view] of asked) {
        measured.set(name, [...(measured.get(name) ?? []), await server.measure({ ...subject, view })]);
      }
      await server.stop();
    };
    await ask([["first reading, kept", "all"]], ["--expose-gc"]);
    await ask([["reading, memory empty", "reading"]], []);
    await ask([["wheel, memory empty", "wheel"], ...WARM.map((view) => [view, view] as const)], []);
    await install.services.storage.connections.remove(subject.connectionId);
    await rm(subject.eventsFile);
  }
  return measured;
}

async function addSubject(
  install: BenchInstall,
  user: UserRecord,
  events: readonly AccountEvent[],
): Promise<Subject> {
  const { id: connectionId } = await install.addConnection({ ownerId: user.id });
  const person = await install.contextOf(user);
  await startLogin(person, { connectionId, credentials: install.credentials });
  const eventsFile = join(install.folder, `${connectionId}.json`);
  await writeFile(eventsFile, JSON.stringify(events));
  const { actor } = person;
  const appSessionId = (actor.type === "user" ? actor.appSessionId : null) ?? "none";
  return { appSessionId, connectionId, eventsFile };
}

function row(name: string, samples: readonly Measured[]): string[] {
  const of = (figure: keyof Turns) => samples.map(({ turns }) => turns[figure]);
  const both = (figure: keyof Turns) => [ms(median(of(figure))), ms(Math.max(...of(figure)))];
  return [
    name,
    ms(median(of("wallMs"))),
    ms(median(of("cpuMs"))),
    ...both("longestBlockMs"),
    ...both("longestTurnCpuMs"),
    ...both("longestCollectionMs"),
    (Math.max(...samples.map(({ letters }) => letters)) / 1_000).toFixed(0),
    Math.max(...samples.map(({ peakMb }) => peakMb)).toFixed(0),
  ];
}
