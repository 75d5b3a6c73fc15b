import { mkdtemp, rm } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { openBenchDatabase } from "./bench-database";
import { type BenchInstall, createBenchInstall } from "./bench-install";
import { type SandboxProcess, startSandboxProcess } from "./sandbox-process";

/** Starts sandbox, database and product, runs the bench, prints what it returns, and takes all down again. */
export async function runBench(
  database: string,
  bench: (install: BenchInstall, sandbox: SandboxProcess) => Promise<readonly string[]>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "wheelhouse-bench-"));
  const opened = await openBenchDatabase(database, folder);
  const sandbox = await startSandboxProcess();
  try {
    const install = await createBenchInstall({ databaseUrl: opened.databaseUrl, folder, sandbox });
    const lines = await bench(install, sandbox);
    await install.close();
    const peakMb = process.resourceUsage().maxRSS / 1024;
    const head = `${opened.about}; ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; Node ${process.versions.node}`;
    const tail = `memory of this process at its peak: ${peakMb.toFixed(0)} MB (the product without its pages, and the bench)`;
    process.stdout.write(`${[head, "", ...lines, tail].join("\n")}\n`);
  } finally {
    await sandbox.close();
    await opened.close();
    await rm(folder, { recursive: true, force: true });
  }
}
