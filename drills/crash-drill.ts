// Kills the server at random moments of connecting, renewing and disconnecting, restarts it, and judges what is left.
//
//   npx tsx drills/crash-drill.ts --kills 200 --database sqlite --seed 1
//   npx tsx drills/crash-drill.ts --kills 200 --database postgresql --seed 1
//
// --kills N      ends after the round in which the Nth server was killed (200)
// --minutes N    ends after the round in which the time was up, whatever was killed (none)
// --database     sqlite, postgresql (a server of its own, as in the tests), or the postgresql://… URL of an empty database
// --seed N       the plan of every round is drawn from it
// --neighbours S share of the rounds in which a second server lives on and takes over in real time (0.03)
// --keep         keeps the folder with the database and the log, and prints its name
//
// The exit code is 1 when anything was lost, sent twice or left half-written; the table names the round.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { findPostgresBinaries } from "@/test/postgres-binaries";
import { startPostgresServer } from "@/test/postgres-server";
import { CrashDrillRun } from "./crash/crash-drill-run";
import { formatReport } from "./crash/drill-report";

const MOST_BAD_ROUNDS = 20;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    minutes: { type: "string", default: "Infinity" },
    database: { type: "string", default: "sqlite" },
    seed: { type: "string", default: "1" },
    neighbours: { type: "string", default: "0.03" },
    keep: { type: "boolean", default: false },
  },
});

const folder = await mkdtemp(join(tmpdir(), "wheelhouse-crash-drill-"));
const server =
  values.database === "postgresql"
    ? await startPostgresServer(await findPostgresBinaries(process.env["PATH"] ?? ""))
    : null;
const databaseUrl =
  server?.url ?? (values.database === "sqlite" ? `file:${join(folder, "wheelhouse.db")}` : values.database);
const run = await CrashDrillRun.open({
  databaseUrl,
  dataDir: folder,
  seed: values.seed,
  shareOfLivingNeighbours: Number(values.neighbours),
});
try {
  const wanted = Number(values.kills);
  const endMs = Date.now() + Number(values.minutes) * 60_000;
  let shown = 0;
  while (run.kills < wanted && Date.now() < endMs && run.violations.length < MOST_BAD_ROUNDS) {
    await run.round();
    process.stderr.write(`${run.kills} killed\r`);
    for (const { round, where, what } of run.violations.slice(shown)) {
      process.stderr.write(`round ${round}, ${where}: ${what}\n`);
    }
    shown = run.violations.length;
  }
  const report = await run.finish();
  process.stdout.write(`${formatReport(report)}\n`);
  process.exitCode = report.violations.length === 0 ? 0 : 1;
} finally {
  await run.close();
  await server?.stop();
  if (values.keep) process.stdout.write(`kept: ${folder}\n`);
  else await rm(folder, { recursive: true, force: true });
}
