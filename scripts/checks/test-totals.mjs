import { readFileSync } from "node:fs";

const NOTHING = { passed: 0, failed: 0 };

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** Totals of Vitest's JSON report; a run that left none counts as one failure. */
export function vitestTotals(file) {
  const report = read(file);
  if (report === null) return { ...NOTHING, failed: 1 };
  // A file that cannot even be loaded has no test in it, but has failed.
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length };
}

/** Totals of Playwright's JSON report; a run that left none counts as one failure. */
export function playwrightTotals(file) {
  const report = read(file);
  if (report === null) return { ...NOTHING, failed: 1 };
  const { expected, unexpected, flaky } = report.stats;
  return { passed: expected + flaky, failed: unexpected + report.errors.length };
}
