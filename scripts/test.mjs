// Installs what is missing and runs every test. `npm test`; the last line is `N passed, N failed`.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, isBuilt, sourceStamp } from "./launch/build.mjs";
import { installPackages, missingPackages } from "./launch/install.mjs";
import { nodeVersionProblem } from "./launch/node-version.mjs";
import { Progress } from "./launch/progress.mjs";
import { run } from "./launch/run.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const reports = join(root, "node_modules", ".cache", "test-reports");
const vitestReport = join(reports, "vitest.json");
const playwrightReport = join(reports, "playwright.json");
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
const progress = new Progress();
const failedSteps = [];

async function attempt(title, work) {
  try {
    await progress.step(title, work);
  } catch (error) {
    failedSteps.push(title);
    console.error(error.message);
  }
}

const shown = (...args) => run(process.execPath, args, { cwd: root, env, isShown: true });

async function runAll() {
  const reason = missingPackages(root);
  if (reason) await progress.step(`Installing packages (${reason})`, () => installPackages(root, env));
  // What uses packages can be loaded only now.
  const { ensureBrowser } = await import("./checks/browser.mjs");
  const { ensurePython } = await import("./checks/python.mjs");
  const { runChecks } = await import("./checks/run-checks.mjs");
  const { vitestTotals, playwrightTotals } = await import("./checks/test-totals.mjs");
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });

  await attempt("Finding a browser", async () => {
    env.CHROMIUM_PATH = await ensureBrowser(root, env);
  });
  // Once, so that tests that run side by side find it there.
  await attempt("Finding Python", () => ensurePython(root, env));
  await attempt("Checking the sources", async () => {
    const failed = await runChecks(root, { hasUnitTests: false });
    if (failed.length > 0) throw new Error(`Failed: ${failed.join(", ")}`);
  });
  await attempt("Unit and integration tests on SQLite and PostgreSQL, with coverage", () =>
    shown(
      "node_modules/vitest/vitest.mjs",
      "run",
      "--coverage",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${vitestReport}`,
    ),
  );
  for (const basePath of ["", "/desk"]) {
    await attempt(`Building the pages${basePath && ` for an app below ${basePath}`}`, async () => {
      const stamp = sourceStamp(root, basePath);
      if (!isBuilt(root, { stamp, basePath })) await build(root, env, { stamp, basePath });
    });
  }
  await attempt("Browser tests", () => {
    env.PLAYWRIGHT_JSON_OUTPUT_FILE = playwrightReport;
    return shown("node_modules/@playwright/test/cli.js", "test", "--reporter=list,json");
  });

  const totals = [vitestTotals(vitestReport), playwrightTotals(playwrightReport)];
  if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join("; ")}`);
  console.log(`\nEverything took ${progress.elapsed()}`);
  const sum = (key) => totals.reduce((total, item) => total + item[key], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  return failedSteps.length === 0 && sum("failed") === 0;
}

const problem = nodeVersionProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exit(1);
}
if (!existsSync(join(root, "package-lock.json"))) {
  console.error("package-lock.json is missing: use a complete clone of the repository.");
  process.exit(1);
}
try {
  process.exitCode = (await runAll()) ? 0 : 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
