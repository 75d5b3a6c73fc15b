// What the product adds to each operation on a broker session, beside the same requests sent bare in the same run.
// Every operation takes turns with the bare requests it stands for, at the sandbox in a process of its own, on a
// real clock. "broker" is the time that the operation's own requests were with the HTTP client; "ours" is the rest.
//
//   npx tsx bench/session-operations.ts [--runs 100] [--broker-delay 0,50] [--database sqlite]
//
// --database sqlite, postgresql (a server of its own) or the postgresql://… address of an empty database.
// RATE_LIMIT_REQUESTS is raised to 6000: a hundred logins in a minute are no use of the product.
//
// Showed on 2026-11-22, 2 cores, Node 20, with other work on the machine (load 3.4 in both). Milliseconds, the broker
// at once; median of 60 runs each:
//
//   SQLite       whole   p95   ours   p95  bare HTTP  CPU    PostgreSQL   whole   p95   ours   p95  bare HTTP  CPU
//   connect         62   207     56   184        8.1   31                    41   100     37    96        2.5   25
//   restore         24    85     19    80        6.7   12                    14    31     12    25        1.3  8.4
//   validate        21    62     18    43        2.2   10                    14    42     12    40        1.4  7.8
//   refresh         47   146     44   144        2.6   23                    31   110     28   108        1.7   19
//   cached read    1.9   4.5    1.9   4.5          –  1.9                   2.2    21    2.2    21          –  1.6
//   save           4.7    17    4.7    17          –  2.7                   2.8    11    2.8    11          –  2.0
//   disconnect      53   273     45   231        5.8   26                    31    99     28    85        3.1   19
//
// With 50 ms of the broker's own, ours at p95: validate 26 (whole 84) on SQLite, 40 (whole 100) on PostgreSQL. All
// targets are met in ours, validation below 100 ms on both databases with more than half of it left. Of the whole,
// which has the broker's 50 ms and the network in it, only that validation on PostgreSQL just missed its 100 ms. An
// earlier run on PostgreSQL, whose load rose to 8 from one minute to the next, had 138 ms: the times are waits for a
// processor before all. A validation is two commits and 13 calls of the storage. A session is 3.2 KB.
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { BrokerSessionSecrets } from "@/server/brokers/broker-session-secrets";
import { createSession } from "@/server/services/broker-sessions/create-session";
import { restoreSession } from "@/server/services/broker-sessions/restore-session";
import { checkConnection } from "@/server/services/connections/check-connection";
import { disconnect } from "@/server/services/connections/disconnect";
import { refreshConnection } from "@/server/services/connections/refresh-connection";
import { startLogin } from "@/server/services/connections/start-login";
import { getAccountSummary } from "@/server/services/portfolio/get-account-summary";
import { systemContext } from "@/server/services/system-context";
import type { ConnectionRecord } from "@/server/storage/records";
import type { BenchInstall } from "./setup/bench-install";
import { runBench } from "./setup/bench-run";
import { formatTable, median, ms, p95, timeOf } from "./setup/figures";

const WARM_UP_RUNS = 5;
const DISK_WRITES = 50;
const SESSION_LIMIT_BYTES = 10_000;

interface Operation {
  readonly name: string;
  ours(): Promise<unknown>;
  /** The same requests without the product; null where the operation sends none. */
  readonly bare: (() => Promise<unknown>) | null;
}

interface Times {
  readonly whole: number[];
  readonly broker: number[];
  readonly ours: number[];
  readonly bare: number[];
  /** Processor time of all threads: the one figure that other work on the machine does not change. */
  readonly cpu: number[];
  calls: number;
  storeCalls: number;
}

/** The source specification's response times, in milliseconds, by the operation that each is about. */
const TARGETS: readonly (readonly [operation: string, what: string, limitMs: number])[] = [
  ["connect", "connection", 2000],
  ["connect", "login", 10_000],
  ["restore", "restore", 2000],
  ["validate", "validation", 100],
  ["refresh", "refresh", 1000],
  ["refresh", "refresh (A-NFR-004)", 5000],
  ["save", "save of a session", 200],
  ["cached read", "cached data", 500],
  ["disconnect", "disconnect", 500],
];

/** In the order of a session's life: each finds what the one before it left. */
function operationsOf(
  install: BenchInstall,
  connection: ConnectionRecord,
  spare: ConnectionRecord,
): readonly Operation[] {
  const { services, person, bare, credentials } = install;
  const connectionId = connection.id;
  let held: BrokerSessionSecrets | null = null;
  const secrets = (): BrokerSessionSecrets => {
    if (held === null) throw new Error("The bare client has not signed in");
    return held;
  };
  return [
    {
      name: "connect",
      ours: () => startLogin(person, { connectionId, credentials }),
      bare: async () => {
        held = await install.bareLogin();
      },
    },
    {
      name: "restore",
      ours: async () => restoreSession(systemContext(services), await install.connection(connectionId)),
      bare: () => bare.probe(secrets()),
    },
    {
      name: "validate",
      ours: () => checkConnection(person, { connectionId }),
      bare: () => bare.probe(secrets()),
    },
    {
      name: "refresh",
      ours: () => refreshConnection(person, { connectionId }),
      bare: async () => {
        held = await install.bareRefresh(secrets());
      },
    },
    {
      name: "fresh read",
      ours: () => getAccountSummary(person, { connectionId, fresh: true }),
      bare: () => bare.getAccountSummary(secrets()),
    },
    {
      name: "cached read",
      ours: () => getAccountSummary(person, { connectionId, fresh: false }),
      bare: null,
    },
    {
      name: "save",
      ours: () => services.storage.transaction((tx) => createSession(person, tx, spare, secrets())),
      bare: null,
    },
    {
      name: "disconnect",
      ours: () => disconnect(person, { connectionId, forgetCredentials: false }),
      bare: () => bare.revoke(secrets()),
    },
  ];
}

async function measure(
  install: BenchInstall,
  operation: Operation,
  times: Times,
  bareFirst: boolean,
): Promise<void> {
  const { bare } = operation;
  const runBare = async () => {
    if (bare !== null) {
      await bare();
      times.bare.push(install.bareTimes.take().spentMs);
    }
  };
  if (bareFirst) await runBare();
  install.storageCalls.clear();
  const cpuBefore = process.cpuUsage();
  const whole = await timeOf(() => operation.ours());
  const cpu = process.cpuUsage(cpuBefore);
  const { spentMs, calls } = install.times.take();
  times.cpu.push((cpu.user + cpu.system) / 1000);
  times.storeCalls = [...install.storageCalls.values()].reduce((sum, count) => sum + count, 0);
  times.whole.push(whole);
  times.broker.push(spentMs);
  times.ours.push(whole - spentMs);
  times.calls = calls;
  if (!bareFirst) await runBare();
}

async function measureAll(install: BenchInstall, runs: number): Promise<ReadonlyMap<string, Times>> {
  const connection = await install.addConnection();
  const spare = await install.addConnection();
  const operations = operationsOf(install, connection, spare);
  const empty = () =>
    new Map(
      operations.map(({ name }): [string, Times] => [
        name,
        { whole: [], broker: [], ours: [], bare: [], cpu: [], calls: 0, storeCalls: 0 },
      ]),
    );
  let times = empty();
  for (let run = -WARM_UP_RUNS; run < runs; run += 1) {
    if (run === 0) times = empty();
    for (const operation of operations) {
      const of = times.get(operation.name);
      // What a restore or a read meets is told by the connection, not thrown.
      if (of !== undefined) await measure(install, operation, of, run % 2 === 0);
      const { status, health } = await install.connection(connection.id);
      if (operation.name !== "disconnect" && (status !== "connected" || health !== "ok")) {
        throw new Error(`After ${operation.name} the connection is ${status}, ${health}`);
      }
    }
    await install.clearWindow(connection.id);
  }
  return times;
}

function tableOf(times: ReadonlyMap<string, Times>): string {
  const both = (sample: readonly number[]) => [ms(median(sample)), ms(p95(sample))];
  const head = [
    "ms",
    "calls",
    "store calls",
    "whole",
    "p95",
    "broker",
    "p95",
    "ours",
    "p95",
    "bare HTTP",
    "p95",
    "whole ÷ bare",
    "CPU",
  ];
  const rows = [...times].map(([name, { whole, broker, ours, bare, cpu, calls, storeCalls }]) => [
    name,
    String(calls),
    String(storeCalls),
    ...both(whole),
    ...both(broker),
    ...both(ours),
    ...(bare.length === 0 ? ["–", "–", "–"] : [...both(bare), (median(whole) / median(bare)).toFixed(1)]),
    ms(median(cpu)),
  ]);
  return formatTable([head, ...rows]);
}

/** The broker's delay is not ours to keep within a limit, but a person waits for the whole. */
function targetsOf(times: ReadonlyMap<string, Times>): string {
  const verdict = (sample: readonly number[], limitMs: number) =>
    `${ms(p95(sample))} ${p95(sample) < limitMs ? "met" : "NOT MET"}`;
  const rows = TARGETS.flatMap(([operation, what, limitMs]) => {
    const of = times.get(operation);
    return of === undefined
      ? []
      : [[what, `< ${limitMs} ms`, verdict(of.ours, limitMs), verdict(of.whole, limitMs)]];
  });
  return formatTable([["targets, p95", "", "ours", "whole"], ...rows]);
}

/** What this machine's disk takes to keep one page: SQLite waits for it at every commit. */
async function timeOfDisk(): Promise<string> {
  const path = join(tmpdir(), `wheelhouse-bench-disk-${process.pid}`);
  const file = await open(path, "w");
  const times: number[] = [];
  for (let write = 0; write < DISK_WRITES; write += 1) {
    await file.write(Buffer.alloc(4096));
    times.push(await timeOf(() => file.datasync()));
  }
  await file.close();
  await rm(path);
  return `the disk keeps a page of 4 KB (fdatasync) in ${ms(median(times))} ms, p95 ${ms(p95(times))} ms`;
}

async function sizeOfSession(install: BenchInstall): Promise<string> {
  const { services, person } = install;
  const connection = await install.addConnection();
  const secrets = await install.bareLogin();
  await services.storage.transaction((tx) => createSession(person, tx, connection, secrets));
  const row = await services.storage.brokerSessions.byConnection(connection.id);
  const bytes = Buffer.byteLength(JSON.stringify(row));
  const tokens = [secrets.accessToken, secrets.readOnlyToken, secrets.refreshToken];
  const inTokens = tokens.reduce((sum, token) => sum + (token?.reveal().length ?? 0), 0);
  const verdict = bytes < SESSION_LIMIT_BYTES ? "met" : "NOT MET";
  return `stored session: ${bytes} bytes, of which ${row?.ciphertext.length} are the encrypted tokens (${inTokens} bytes in the clear); < 10 KB: ${verdict}`;
}

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100" },
    "broker-delay": { type: "string", default: "0,50" },
    database: { type: "string", default: "sqlite" },
  },
});

await runBench(values.database, async (install, sandbox) => {
  const lines: string[] = [];
  for (const delayMs of values["broker-delay"].split(",").map(Number)) {
    await sandbox.setDelay(delayMs);
    const times = await measureAll(install, Number(values.runs));
    lines.push(
      `${values.runs} runs, the broker waits ${delayMs} ms before each answer`,
      tableOf(times),
      "",
      targetsOf(times),
      await timeOfDisk(),
      "",
    );
  }
  return [...lines, await sizeOfSession(install)];
});
