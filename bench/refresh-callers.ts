// What 100 callers at once pay while a refresh of their session is under way, and what they pay when the token has
// run out, beside the same 100 requests sent bare (through the same pool of 5 connections) in the same run. A call
// is one read of the broker with the connection's session; nothing of it comes from a cache.
//
//   npx tsx bench/refresh-callers.ts [--rounds 10] [--callers 100] [--broker-delay 0] [--database sqlite]
//
// --database sqlite, postgresql (a server of its own) or the postgresql://… address of an empty database.
// RATE_LIMIT_REQUESTS is raised to 6000, because a connection may read 54 times a minute and no more.
//
// Showed on 2026-11-22, 2 cores, Node 20, under much other work (load 18), which is most of each time but strikes all
// alike; ms for all 100 calls, median of 3 rounds, and as a multiple of the calls with a live token:
//
//                                       SQLite         PostgreSQL
//   bare HTTP                              525                81
//   live token                            3248  1.00        1542  1.00    (÷ bare 6.2 and 19; CPU 5 and 4 ms a call)
//   refresh of 500 ms under way           3265  1.01        1470  0.95
//   refresh of 5000 ms under way          3532  1.09        1608  1.04    (all 100 calls ended before the refresh)
//   token run out by our clock            3292  1.01        1626  1.05    (one refresh at the broker)
//   token refused by the broker           8069  2.48        3285  2.13    (every call is sent twice; one refresh)
//
// An earlier run with a load of 6 had 51 ms bare and 448 with a live token on SQLite, and the multiples 1.08, 1.19,
// 1.47 and 2.17. So a refresh under way holds no call up. On SQLite a call waits for the disk twice, once for its
// place in the window of requests and once for its line in the flight recorder, and the calls do so one after the other.
import { setImmediate } from "node:timers/promises";
import { parseArgs } from "node:util";
import { withBrokerSession } from "@/server/services/broker-sessions/with-broker-session";
import { refreshConnection } from "@/server/services/connections/refresh-connection";
import { startLogin } from "@/server/services/connections/start-login";
import type { BenchInstall } from "./setup/bench-install";
import { runBench } from "./setup/bench-run";
import { formatTable, median, ms, p95, timeOf } from "./setup/figures";
import type { SandboxProcess } from "./setup/sandbox-process";

/** The first ends among the calls, the second after the last of them. */
const REFRESH_DELAYS_MS = [500, 5000];
const TOKEN_PATH = "/oauth2/token/";
const DAY_SECONDS = 86_400;
/** A tick more, so that what has run out is past its end. */
const PAST_A_DAY_SECONDS = DAY_SECONDS + 1;

const WARM_UP_ROUNDS = 3;
const RUN_OUT = "token run out by our clock";
const REFUSED = "token refused by the broker (401)";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "10" },
    callers: { type: "string", default: "100" },
    "broker-delay": { type: "string", default: "0" },
    database: { type: "string", default: "sqlite" },
  },
});
const callers = Number(values.callers);
const delayMs = Number(values["broker-delay"]);

/** One round of a case: how long all calls took, and what else there is to tell. */
interface Round {
  readonly tookMs: number;
  /** Processor time of all threads, the HTTP client's share included. */
  readonly cpuMs: number;
  /** Calls that ended while the refresh was still under way. */
  readonly endedDuringRefresh?: number;
}

type Case = () => Promise<Round>;

/** How long all calls took, and when each ended. */
async function allAtOnce(call: () => Promise<unknown>): Promise<Round & { endedAt: readonly number[] }> {
  const cpuBefore = process.cpuUsage();
  const beganAt = performance.now();
  const timed = async () => {
    await call();
    return performance.now();
  };
  const endedAt = await Promise.all(Array.from({ length: callers }, timed));
  return { tookMs: performance.now() - beganAt, cpuMs: cpuMsSince(cpuBefore), endedAt };
}

async function casesOf(install: BenchInstall, sandbox: SandboxProcess): Promise<ReadonlyMap<string, Case>> {
  const { id: connectionId } = await install.addConnection();
  await startLogin(install.person, { connectionId, credentials: install.credentials });
  let secrets = await install.bareLogin();
  const renewBare = async () => {
    secrets = await install.bareRefresh(secrets);
  };
  const call = async () =>
    withBrokerSession(install.person, await install.connection(connectionId), (calls, own) =>
      calls.probe(own),
    );

  async function duringRefresh(refreshMs: number): Promise<Round> {
    await sandbox.setDelay(refreshMs, TOKEN_PATH);
    let refreshEndedAt = Number.POSITIVE_INFINITY;
    const refresh = refreshConnection(install.person, { connectionId }).then(() => {
      refreshEndedAt = performance.now();
    });
    while (install.times.underWay === 0) await setImmediate();
    const { tookMs, cpuMs, endedAt } = await allAtOnce(call);
    await refresh;
    return { tookMs, cpuMs, endedDuringRefresh: endedAt.filter((time) => time < refreshEndedAt).length };
  }

  async function afterExpiry(expire: () => Promise<void>): Promise<Round> {
    await expire();
    await sandbox.takeRefreshCount();
    const round = await allAtOnce(call);
    const refreshes = await sandbox.takeRefreshCount();
    if (refreshes !== 1) throw new Error(`${callers} callers led to ${refreshes} refreshes at the broker`);
    // The bare client's token has run out too.
    await renewBare();
    return round;
  }

  const cases: readonly (readonly [string, Case])[] = [
    ["bare HTTP", () => allAtOnce(() => install.bare.probe(secrets))],
    [
      "one bare refresh",
      async () => {
        const before = process.cpuUsage();
        return { tookMs: await timeOf(renewBare), cpuMs: cpuMsSince(before) };
      },
    ],
    ["live token", () => allAtOnce(call)],
    ...REFRESH_DELAYS_MS.map((refreshMs): [string, Case] => [
      `live token, a refresh of ${refreshMs} ms under way`,
      () => duringRefresh(refreshMs),
    ]),
    [
      RUN_OUT,
      () =>
        afterExpiry(async () => {
          install.advance(PAST_A_DAY_SECONDS);
          await sandbox.advanceTime(PAST_A_DAY_SECONDS);
        }),
    ],
    [
      REFUSED,
      async () => {
        const round = await afterExpiry(() => sandbox.advanceTime(PAST_A_DAY_SECONDS));
        install.advance(PAST_A_DAY_SECONDS);
        return round;
      },
    ],
  ];
  const isolated = (run: Case): Case => {
    return async () => {
      await sandbox.setDelay(delayMs);
      await install.clearWindow(connectionId);
      return run();
    };
  };
  return new Map(cases.map(([name, run]) => [name, isolated(run)]));
}

function report(rounds: ReadonlyMap<string, readonly Round[]>): string[] {
  const timesOf = (name: string) => (rounds.get(name) ?? []).map(({ tookMs }) => tookMs);
  const bare = median(timesOf("bare HTTP"));
  const live = median(timesOf("live token"));
  const rows = [...rounds].map(([name, of]) => {
    const middle = median(timesOf(name));
    const ended = of.flatMap(({ endedDuringRefresh }) => endedDuringRefresh ?? []);
    return [
      name,
      ms(middle),
      ms(p95(timesOf(name))),
      (middle / bare).toFixed(1),
      (middle / live).toFixed(2),
      ms(median(of.map(({ cpuMs }) => cpuMs))),
      ended.length === 0 ? "" : `${Math.min(...ended)} to ${Math.max(...ended)}`,
    ];
  });
  const head = [
    `${callers} callers, ms for all`,
    "median",
    "p95",
    "÷ bare",
    "÷ live",
    "CPU",
    "ended during it",
  ];
  const extra = (name: string) => `${ms(median(timesOf(name)) - live)} ms`;
  return [
    formatTable([head, ...rows]),
    "",
    `after expiry each round had one refresh at the broker; it made the calls ${extra(RUN_OUT)} longer than with a live token, a 401 ${extra(REFUSED)}; one bare refresh takes ${ms(median(timesOf("one bare refresh")))} ms`,
    "",
  ];
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

await runBench(values.database, async (install, sandbox) => {
  const cases = await casesOf(install, sandbox);
  const rounds = new Map([...cases.keys()].map((name): [string, Round[]] => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < Number(values.rounds); round += 1) {
    // To and fro, so that what the machine does besides strikes all alike.
    const order = round % 2 === 0 ? [...cases] : [...cases].reverse();
    for (const [name, run] of order) {
      const result = await run();
      if (round >= 0) rounds.get(name)?.push(result);
    }
  }
  return report(rounds);
});
