// How soon the command line answers, from nothing: a process, Node, the TypeScript loader, and the work.
//
//   npx tsx bench/cli-start.ts [runs]
//
// Showed on 2026-11-22, 2 cores, Node 20, nothing else on the machine (load 0.9), 5 starts each, milliseconds:
//
//                             median   p95
//   node -e 0 (the floor)         75    94
//   --version                    425   438
//   --help                       462   476
//   status                      1480  1544
//   login, session good         1602  1721
//
// A second of it is the reading of the TypeScript sources of all that an install is made of.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { formatTable, median, ms, p95, timeOf } from "./setup/figures";
import { startSandboxProcess } from "./setup/sandbox-process";

const WHEELHOUSE = fileURLToPath(new URL("../bin/wheelhouse.mjs", import.meta.url));
const PASSWORD = "tidal copper lantern";
const run = promisify(execFile);

/** Commands that are asked at a prompt or in a script, and an empty Node process to compare them with. */
const COMMANDS: readonly (readonly [name: string, words: readonly string[]])[] = [
  ["node -e 0 (the floor)", ["-e", "0"]],
  ["--version", [WHEELHOUSE, "--version"]],
  ["--help", [WHEELHOUSE, "--help"]],
  ["status", [WHEELHOUSE, "status", "Hana"]],
  ["login, session good", [WHEELHOUSE, "login", "Hana", "--no-input"]],
];

const runs = Number(process.argv[2] ?? 15);
const folder = await mkdtemp(join(tmpdir(), "wheelhouse-bench-"));
const sandbox = await startSandboxProcess();
const env = {
  ...process.env,
  WHEELHOUSE_ENV_FILE: "",
  DATA_DIR: folder,
  ROBINHOOD_API_URL: sandbox.url,
  ROBINHOOD_IDENTI_URL: sandbox.url,
  ROBINHOOD_BONFIRE_URL: sandbox.url,
  RATE_LIMIT_REQUESTS: "6000",
};

/** Runs `wheelhouse` with something piped in. */
function wheelhouse(words: readonly string[], input: string): Promise<unknown> {
  const running = run(process.execPath, [WHEELHOUSE, ...words], { env });
  running.child.stdin?.end(input);
  return running;
}

try {
  await wheelhouse(
    ["setup", "--email", "a@example.com", "--name", "Ada", "--password-stdin"],
    `${PASSWORD}\n`,
  );
  await wheelhouse(
    ["login", "--label", "Hana", "--username", "hana@example.com", "--password-stdin"],
    "not-a-real-password-hana\n",
  );
  const rows = [];
  for (const [name, words] of COMMANDS) {
    const sample = [];
    for (let turn = 0; turn < runs; turn += 1) {
      sample.push(await timeOf(() => run(process.execPath, [...words], { env })));
    }
    rows.push([name, ms(median(sample)), ms(p95(sample))]);
  }
  const head = `${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; Node ${process.versions.node}; ${runs} starts each`;
  const table = formatTable([["wheelhouse", "median ms", "p95 ms"], ...rows]);
  process.stdout.write(`${head}\n\n${table}\n`);
} finally {
  await sandbox.close();
  await rm(folder, { recursive: true, force: true });
}
