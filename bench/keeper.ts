// What the keeper costs on a database of 10 000 sessions of which 100 (1 %) are due: a round that renews these, a
// round that finds nothing, and the loops of a whole server that has nothing to do. Beside it, in the same run, the
// same without the 9900 others, and the 100 renewals sent bare, five at once as the keeper does.
//
//   npx tsx bench/keeper.ts [--sessions 10000] [--due 100] [--rounds 5] [--idle-seconds 60] [--database sqlite]
//
// --database sqlite, postgresql (a server of its own) or the postgresql://… address of an empty database.
// RATE_LIMIT_REQUESTS is raised to 6000; no connection here sends more than one request a round.
//
// Showed on 2026-11-22, 2 cores, Node 20, under other work (load 20), median of 3 rounds, idle for 30 s:
//
//                                        SQLite                        PostgreSQL
//   100 renewals, 100 sessions           14.2 s, 36 ms of CPU each     13.7 s, 34 ms of CPU each
//   100 renewals among 10 000 sessions   16.2 s, 37 ms of CPU each     11.1 s, 31 ms of CPU each
//   100 bare renewals                     0.7 s                         0.6 s
//   round with nothing due               0.6 ms, 2 calls of storage    7.3 ms, 2 calls of storage
//   all loops idle, 10 000 sessions      0.14 % of a core              0.15 % of a core
//
// So what a round costs depends on what is due and not on how many sessions there are. A renewal is 32 calls of the
// storage. The process took 455 MB at its peak (SQLite), 376 MB (PostgreSQL), the making of 10 000 sessions included.
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startKeeper } from "@/server/keeper/start-keeper";
import { createSession } from "@/server/services/broker-sessions/create-session";
import { keepSessions } from "@/server/services/broker-sessions/keep-sessions";
import { hostsOf } from "@/server/services/connections/load-connection";
import { someAtOnce } from "@/server/services/some-at-once";
import { systemContext } from "@/server/services/system-context";
import type { ConnectionRecord } from "@/server/storage/records";
import { buildBrokerSession, buildConnection } from "@/test/builders";
import type { BenchInstall } from "./setup/bench-install";
import { runBench } from "./setup/bench-run";
import { formatTable, median, ms, p95, timeOf } from "./setup/figures";
import type { SandboxProcess } from "./setup/sandbox-process";

const DAY_SECONDS = 86_400;
const YEARS_MS = 3650 * DAY_SECONDS * 1000;
const CONNECTIONS_OF_A_PERSON = 50;
const ROWS_A_TRANSACTION = 500;
const IDLE_ROUNDS = 50;
/** As many as the keeper works on at once. */
const AT_ONCE = 5;
const SETTLING_MS = 3000;
const IDLE_CPU_LIMIT_PERCENT = 1;

const { values } = parseArgs({
  options: {
    sessions: { type: "string", default: "10000" },
    due: { type: "string", default: "100" },
    rounds: { type: "string", default: "5" },
    "idle-seconds": { type: "string", default: "60" },
    database: { type: "string", default: "sqlite" },
  },
});
const due = Number(values.due);
const others = Number(values.sessions) - due;
const idleSeconds = Number(values["idle-seconds"]);

/** A person's connection that is connected at the sandbox. */
function connected(install: BenchInstall, ownerId: string): ConnectionRecord {
  const now = install.services.clock.now();
  const { robinhood } = install.services.brokers;
  return buildConnection({
    ownerId,
    status: "connected",
    nextAction: "none",
    hosts: robinhood === undefined ? null : hostsOf(robinhood),
    lastConnectedAt: now,
    createdAt: now,
    updatedAt: now,
  });
}

/** Sessions with tokens of the sandbox's, which run out within a day. */
async function addSessionsToKeep(install: BenchInstall): Promise<void> {
  const { services, person } = install;
  for (let first = 0; first < due; first += CONNECTIONS_OF_A_PERSON) {
    const owner = await install.addPerson();
    for (let index = first; index < Math.min(due, first + CONNECTIONS_OF_A_PERSON); index += 1) {
      const secrets = await install.bareLogin();
      const connection = connected(install, owner.id);
      await services.storage.transaction(async (tx) => {
        await tx.connections.create(connection);
        await createSession(person, tx, connection, secrets);
      });
    }
  }
}

/** Sessions that nobody has to look at for years; their tokens are never read. */
async function addOtherSessions(install: BenchInstall): Promise<void> {
  const owners: string[] = [];
  for (let index = 0; index < others; index += CONNECTIONS_OF_A_PERSON) {
    owners.push((await install.addPerson()).id);
  }
  for (let first = 0; first < others; first += ROWS_A_TRANSACTION) {
    await install.services.storage.transaction(async (tx) => {
      for (let index = first; index < Math.min(others, first + ROWS_A_TRANSACTION); index += 1) {
        const ownerId = owners[Math.floor(index / CONNECTIONS_OF_A_PERSON)] ?? "";
        const connection = connected(install, ownerId);
        await tx.connections.create(connection);
        // Spread over years, so that the index has something to sort.
        const keepAt = new Date(connection.createdAt.getTime() + YEARS_MS + index * 60_000);
        await tx.brokerSessions.create(
          buildBrokerSession({
            connectionId: connection.id,
            ownerId,
            ciphertext: "v1.".padEnd(2700, "x"),
            keepAt,
            expiresAt: keepAt,
          }),
        );
      }
    });
    // The thread was held: what came in meanwhile, such as the end of an idle connection, is seen now.
    await setTimeout(10);
  }
}

interface Rounds {
  readonly took: number[];
  readonly cpu: number[];
  readonly idle: number[];
  storeCalls: number;
  idleStoreCalls: number;
}

/** Rounds in which all sessions to keep are due, each followed by rounds in which nothing is. */
async function measureRounds(install: BenchInstall, sandbox: SandboxProcess): Promise<Rounds> {
  const rounds: Rounds = { took: [], cpu: [], idle: [], storeCalls: 0, idleStoreCalls: 0 };
  const round = () => keepSessions(systemContext(install.services));
  for (let index = 0; index < Number(values.rounds); index += 1) {
    install.advance(DAY_SECONDS);
    await sandbox.advanceTime(DAY_SECONDS);
    await sandbox.takeRefreshCount();
    install.storageCalls.clear();
    const before = process.cpuUsage();
    rounds.took.push(await timeOf(round));
    rounds.cpu.push(cpuMs(before));
    rounds.storeCalls = sumOf(install);
    const renewed = await sandbox.takeRefreshCount();
    if (renewed !== due) throw new Error(`${renewed} of ${due} sessions were renewed`);
    install.storageCalls.clear();
    for (let idle = 0; idle < IDLE_ROUNDS; idle += 1) {
      rounds.idle.push(await timeOf(round));
    }
    rounds.idleStoreCalls = sumOf(install) / IDLE_ROUNDS;
  }
  return rounds;
}

async function measureBare(install: BenchInstall): Promise<number[]> {
  let held = await Promise.all(Array.from({ length: due }, () => install.bareLogin()));
  const took: number[] = [];
  for (let index = 0; index < Number(values.rounds); index += 1) {
    const next: typeof held = [];
    took.push(
      await timeOf(() =>
        someAtOnce(held, AT_ONCE, new AbortController().signal, async (secrets) => {
          next.push(await install.bareRefresh(secrets));
        }),
      ),
    );
    held = next;
  }
  return took;
}

/** Per cent of one core while the loops of a server have nothing to do. */
async function measureIdleLoops(install: BenchInstall): Promise<{ percent: number; storeCalls: number }> {
  const keeper = startKeeper(install.services);
  // The first round of each loop belongs to the start.
  await setTimeout(SETTLING_MS);
  install.storageCalls.clear();
  const before = process.cpuUsage();
  await setTimeout(idleSeconds * 1000);
  const percent = (cpuMs(before) / (idleSeconds * 1000)) * 100;
  const storeCalls = sumOf(install);
  await keeper.stop();
  return { percent, storeCalls };
}

async function measureNothing(): Promise<number> {
  await setTimeout(SETTLING_MS);
  const before = process.cpuUsage();
  await setTimeout(idleSeconds * 1000);
  return (cpuMs(before) / (idleSeconds * 1000)) * 100;
}

function cpuMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function sumOf({ storageCalls }: BenchInstall): number {
  return [...storageCalls.values()].reduce((sum, count) => sum + count, 0);
}

await runBench(values.database, async (install, sandbox) => {
  const still = await measureNothing();
  const idleEmpty = await measureIdleLoops(install);
  await addSessionsToKeep(install);
  // Not measured: it compiles statements and opens connections.
  await measureRounds(install, sandbox);
  const alone = await measureRounds(install, sandbox);
  await addOtherSessions(install);
  const among = await measureRounds(install, sandbox);
  const bare = await measureBare(install);
  const idleFull = await measureIdleLoops(install);

  const row = (name: string, { took, cpu, idle, storeCalls, idleStoreCalls }: Rounds) => [
    name,
    ms(median(took)),
    (median(took) / median(bare)).toFixed(1),
    ms(median(cpu) / due),
    String(storeCalls / due),
    median(idle).toFixed(2),
    p95(idle).toFixed(2),
    String(idleStoreCalls),
  ];
  const idleVerdict = idleFull.percent < IDLE_CPU_LIMIT_PERCENT ? "met" : "NOT MET";
  return [
    formatTable([
      [
        "keeper's round",
        `${due} renewed, ms`,
        "÷ bare",
        "CPU each",
        "store calls each",
        "nothing due, ms",
        "p95",
        "store calls",
      ],
      row(`${due} sessions`, alone),
      row(`${due + others} sessions`, among),
      [`${due} bare renewals`, ms(median(bare)), "1.0", "", "", "", "", ""],
    ]),
    "",
    formatTable([
      [`idle for ${idleSeconds} s`, "CPU", "store calls"],
      ["no loops", `${still.toFixed(2)} %`, "0"],
      ["all loops, no sessions", `${idleEmpty.percent.toFixed(2)} %`, String(idleEmpty.storeCalls)],
      [
        `all loops, ${due + others} sessions`,
        `${idleFull.percent.toFixed(2)} %`,
        String(idleFull.storeCalls),
      ],
    ]),
    `idle CPU of the loops < ${IDLE_CPU_LIMIT_PERCENT} % of a core: ${idleVerdict}`,
    "",
  ];
});
