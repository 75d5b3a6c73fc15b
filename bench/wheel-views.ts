// Everything that the server works out from a past of 100 000 events, from the reading to the written answer: the
// first reading of all of it (checked, sorted into months, encrypted and kept); the reading of what is kept and the
// wheel by a process whose memory is empty; and then the reading, the wheel, a cycle's page, the income and what needs
// attention, each through its procedure, with the answer checked against its schema and written as JSON. For each: wall
// time, CPU of the process, the longest time that nothing else in it had its turn (perf_hooks.monitorEventLoopDelay),
// and the most that the main thread itself worked between two turns. "many" are 4 accounts of 25 shares, each traded
// every third day for six years, "one" is a single share with all of it. The broker answers at once.
//
//   npx tsx bench/wheel-views.ts [--events 100000] [--runs 3] [--database sqlite]
//
// Showed on 2026-11-22, 2 cores, Node 20, SQLite, nothing else on the machine (load 1.8); medians of three runs, "worst"
// the worst of them. "before" is the worst CPU in a turn of 2 runs at a load of 5, when all months were read and
// decrypted at once, each time; the past of its "many" was one of five weeks, so that only "one" can be compared.
// Milliseconds:
//
//                                wall   CPU  longest block  worst  CPU in a turn  worst  before  answer, kB
//   many: first reading, kept    1625  1866           45.9   45.9           24.9   24.9
//   many: reading, memory empty   882   973           18.8   32.1           22.7   22.9                   1
//   many: wheel, memory empty    3925  4408           40.7    115           41.3   72.3                1532
//   many: reading                16.9  17.0           15.7   17.2           17.0   17.6                   1
//   many: wheel                   135   147           26.7   27.8           27.4   28.2                1532
//   many: a cycle                 101   107           18.4   18.6           20.0   23.7                   6
//   many: income                 1646  1808           21.4   34.7           21.6   24.2                 147
//   many: attention               138   148           18.7   32.9           20.0   39.5                  49
//   one: first reading, kept     2247  2444           17.3   17.3           16.8   16.8    27.4
//   one: reading, memory empty   1136  1251           25.5   26.2           22.3   26.5    96.2           1
//   one: wheel, memory empty     4288  4683           18.4   64.6           20.0   34.1                  35
//   one: reading                 17.6  17.6           16.4   20.0           17.6   18.8    96.2           1
//   one: wheel                   25.8  26.9           17.8   25.4           23.9   28.0    97.4          35
//   one: a cycle                 59.8  62.5           32.8   41.4           34.1   41.2    67.5        1368
//   one: income                  1473  1557           18.3   19.3           19.8   20.0    74.4          53
//   one: attention               22.1  22.1           18.2   29.1           19.6   31.6     100           3
//
// The wheel of "many" has 1 696 cycles. What goes beyond 50 ms in single runs are collections of garbage, by
// `node --trace-gc --import tsx bench/wheel-views.ts`: two of 100 ms and four of 50 to 69 ms in a minute, in a process
// that holds both pasts several times over (1.6 GB at its peak). They strike the first wheel of a process, memory empty:
// in another run of two turns it stopped for 54 and 271 ms at worst, all else for 43 at most.
import { parseArgs } from "node:util";
import { appRouter } from "@/server/api/root";
import { createCallerFactory } from "@/server/api/trpc";
import type { BrokerCalls } from "@/server/brokers/broker";
import { createConnectionFeed } from "@/server/services/connections/connection-feed";
import { startLogin } from "@/server/services/connections/start-login";
import { readActivity } from "@/server/services/portfolio/read-activity";
import type { ServiceContext } from "@/server/services/service-context";
import type { AccountEvent } from "@/shared/schemas/activity";
import type { BenchInstall } from "./setup/bench-install";
import { runBench } from "./setup/bench-run";
import { formatTable, median, ms } from "./setup/figures";
import { measureTurns, type Turns } from "./setup/measure-turns";
import { eventsOfMany, eventsOfOne } from "./setup/wheel-events";

const { values } = parseArgs({
  options: {
    events: { type: "string", default: "100000" },
    runs: { type: "string", default: "3" },
    database: { type: "string", default: "sqlite" },
  },
});
const eventCount = Number(values.events);
const runs = Number(values.runs);
/** A share is traded every third day: a past of six years. */
const SLOWNESS = 20;
const createCaller = createCallerFactory(appRouter);

await runBench(values.database, async (install) => {
  const rows: string[][] = [
    ["", "wall", "CPU", "longest block", "worst", "CPU in a turn", "worst", "answer, kB"],
  ];
  for (const [name, events] of [
    ["many", eventsOfMany(eventCount, SLOWNESS)],
    ["one", eventsOfOne(eventCount)],
  ] as const) {
    rows.push(...(await measureViews(install, name, events)));
  }
  return [
    `${eventCount} events, median of ${runs}, ms; nothing but the first reading is read at the broker`,
    "",
    formatTable(rows),
    "",
  ];
});

async function measureViews(
  install: BenchInstall,
  name: string,
  events: AccountEvent[],
): Promise<string[][]> {
  const person = atBroker(install.person, {
    getActivity: async () => ({ rows: events, failures: [] }),
    getPositions: async () => ({ rows: [], failures: [] }),
    getShareFacts: async () => ({ rows: [], failures: [] }),
  });
  const { id: connectionId } = await install.addConnection({ label: name });
  await startLogin(person, { connectionId, credentials: install.credentials });
  const connection = await install.connection(connectionId);
  const caller = createCaller(person);
  const connectionIds = [connectionId];
  const first = await measureTurns(() => readActivity(person, connection, "fresh"));
  const rows = [row(`${name}: first reading, kept`, [first], 0)];
  const { cycles } = await caller.wheel.overview({ connectionIds });
  const cycleId = cycles.find(({ closedAt }) => closedAt === null)?.cycleId ?? cycles[0]?.cycleId ?? "none";
  // Each time another process, whose memory holds nothing of the past.
  const anew = () => ({ ...person, feed: createConnectionFeed() });
  const views: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["reading, memory empty", async () => (await readActivity(anew(), connection, "cached")).parts],
    ["wheel, memory empty", () => createCaller(anew()).wheel.overview({ connectionIds })],
    ["reading", async () => (await readActivity(person, connection, "cached")).parts],
    ["wheel", () => caller.wheel.overview({ connectionIds })],
    ["a cycle", () => caller.wheel.cycle({ cycleId })],
    ["income", () => caller.wheel.income({ connectionIds })],
    ["attention", () => caller.wheel.attention({})],
  ];
  for (const [view, read] of views) {
    const turns: Turns[] = [];
    let letters = 0;
    for (let run = 0; run < runs; run += 1) {
      turns.push(
        await measureTurns(async () => {
          letters = JSON.stringify(await read()).length;
        }),
      );
    }
    rows.push(row(`${name}: ${view}`, turns, letters));
  }
  rows.push([`${name}: cycles`, `${cycles.length}`, "", "", "", "", "", ""]);
  await install.services.storage.connections.remove(connectionId);
  return rows;
}

function row(name: string, turns: readonly Turns[], letters: number): string[] {
  const of = (figure: keyof Turns) => turns.map((turn) => turn[figure]);
  return [
    name,
    ms(median(of("wallMs"))),
    ms(median(of("cpuMs"))),
    ms(median(of("longestBlockMs"))),
    ms(Math.max(...of("longestBlockMs"))),
    ms(median(of("longestTurnCpuMs"))),
    ms(Math.max(...of("longestTurnCpuMs"))),
    letters === 0 ? "" : (letters / 1_000).toFixed(0),
  ];
}

/** The same person at a broker some of whose calls are answered here. */
function atBroker(person: ServiceContext, calls: Partial<BrokerCalls>): ServiceContext {
  const { robinhood } = person.brokers;
  if (robinhood === undefined) throw new Error("The install does not offer Robinhood");
  return {
    ...person,
    settings: { ...person.settings, dataCacheSeconds: 3_600 },
    brokers: { robinhood: { ...robinhood, through: (gate) => ({ ...robinhood.through(gate), ...calls }) } },
  };
}
