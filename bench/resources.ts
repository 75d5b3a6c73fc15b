// What the built server holds and uses: resident memory idle, with a live session, under load and after it; processor
// over an idle minute; the size of a stored session; what is written to the log in a day.
//
//   npx tsx bench/resources.ts [--idle-seconds 60] [--load-seconds 30] [--positions 1000]
//
// Needs a build (npx next build, or npm test), and Linux. The server runs from its TypeScript source, as the launcher
// runs it, with the loader's memory in it. A day of the log is not waited for: it is the idle time's bytes times as many
// as fit into a day, which holds for an install at rest; what work writes beside it is told by the call.
//
// Showed on 2026-11-22, 2 cores, Node 20, nothing else running, 603 readings of 1000 positions under load:
//
//                           resident MB  processor %  log bytes
//   idle, nobody connected          273         0.70          0
//   idle, one live session          289         0.62          0
//   under load                      397       136.21      58980
//   after the load                  299         0.52          0
//
// A stored session has 3263 bytes. Before the heap was bounded and the maps of the built pages were left out, the same
// load took 863 MB. The targets are 500 MB, 1 % of a processor at rest, 10 KB a session, 100 MB of logs.
import { readdir, stat } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createStorage } from "@/server/storage/create-storage";
import requireBuild from "../e2e/require-build";
import { fireAt } from "./setup/cannon";
import { formatTable } from "./setup/figures";
import { cpuSeconds, residentBytes, serveInstall } from "./setup/served-install";

const MB = 1024 * 1024;
const DAY_SECONDS = 86_400;
/** For a minute after its start, and after work, V8 still optimises and collects. */
const SETTLING_MS = 60_000;
const SAMPLE_MS = 250;
const SESSION_LIMIT_BYTES = 10_000;
const READERS = 4;

const { values } = parseArgs({
  options: {
    "idle-seconds": { type: "string", default: "60" },
    "load-seconds": { type: "string", default: "30" },
    positions: { type: "string", default: "1000" },
  },
});
const idleSeconds = Number(values["idle-seconds"]);
const loadSeconds = Number(values["load-seconds"]);

requireBuild();
const served = await serveInstall({ LOG_LEVEL: "DEBUG" });
const { install, pid } = served;
try {
  const rows: string[][] = [["", "resident MB", "processor %", "log bytes"]];

  await setTimeout(SETTLING_MS);
  rows.push(await during("idle, nobody connected", idleSeconds, async () => setTimeout(idleSeconds * 1000)));

  const { connectionId, token } = await served.connect(Number(values.positions));
  const address = `${install.url}/api/v1/connections/${connectionId}/positions`;
  await fireAt({ url: address, seconds: 1, connections: 1, token });
  await setTimeout(SETTLING_MS);
  const idleLog = await logBytes();
  rows.push(await during("idle, one live session", idleSeconds, async () => setTimeout(idleSeconds * 1000)));
  const idleGrowth = (await logBytes()) - idleLog;

  let requests = 0;
  rows.push(
    await during("under load", loadSeconds, async () => {
      const fire = await fireAt({ url: address, seconds: loadSeconds, connections: READERS, token });
      requests = fire.requests.total;
    }),
  );
  await setTimeout(SETTLING_MS);
  rows.push(await during("after the load", idleSeconds, async () => setTimeout(idleSeconds * 1000)));

  const session = await sessionBytes(connectionId);
  process.stdout.write(
    `${[
      `${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; Node ${process.versions.node}; ${values.positions} positions, ${requests} readings under load`,
      "",
      formatTable(rows),
      "",
      `a stored session: ${session} bytes (limit ${SESSION_LIMIT_BYTES}: ${session < SESSION_LIMIT_BYTES ? "kept" : "PASSED"})`,
      `log of a day at rest with one session, LOG_LEVEL=DEBUG: ${((idleGrowth * DAY_SECONDS) / idleSeconds / MB).toFixed(2)} MB, told from ${idleSeconds} s`,
    ].join("\n")}\n`,
  );
} finally {
  await install.remove();
}

/** Runs the work and tells the highest resident memory, the share of a processor and what the log grew by. */
async function during(name: string, seconds: number, work: () => Promise<void>): Promise<string[]> {
  const [cpuBefore, logBefore] = [await cpuSeconds(pid), await logBytes()];
  let highest = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      highest = Math.max(highest, await residentBytes(pid));
      await setTimeout(SAMPLE_MS);
    }
  })();
  const begunAt = performance.now();
  await work();
  const tookSeconds = Math.max(seconds, (performance.now() - begunAt) / 1000);
  isOver = true;
  await watching;
  const percent = ((await cpuSeconds(pid)) - cpuBefore) / tookSeconds;
  return [
    name,
    (highest / MB).toFixed(0),
    (percent * 100).toFixed(2),
    String((await logBytes()) - logBefore),
  ];
}

async function logBytes(): Promise<number> {
  const folder = join(install.dataDir, "logs");
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function sessionBytes(connectionId: string): Promise<number> {
  const storage = await createStorage({ databaseUrl: `file:${join(install.dataDir, "wheelhouse.db")}` });
  const session = await storage.brokerSessions.byConnection(connectionId);
  await storage.close();
  return JSON.stringify(session).length;
}
