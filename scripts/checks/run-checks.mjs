import { join } from "node:path";
import { run } from "../launch/run.mjs";

/** What must hold of the sources; each is one command. */
function checksOf(root) {
  const node = (...args) => [process.execPath, args];
  const bin = (...path) => join(root, "node_modules", ...path);
  return [
    ["database clients", node(join(root, "scripts/generate.mjs"))],
    ["route types", node(bin("next/dist/bin/next"), "typegen")],
    ["format and lint", node(bin("@biomejs/biome/bin/biome"), "ci", "--error-on-warnings", ".")],
    ["types", node(bin("typescript/bin/tsc"), "--noEmit")],
    [
      "import rules",
      node(bin("dependency-cruiser/bin/dependency-cruise.mjs"), "src", "--config", ".dependency-cruiser.mjs"),
    ],
    ["dead code", node(bin("knip/bin/knip.js"), "--no-progress")],
    ["requirements", node("--import", "tsx", "scripts/checks/check-requirements.ts")],
  ];
}

const UNIT_TESTS = [
  "unit tests",
  [process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--project", "unit"]],
];

/** Runs all checks in turn, failed ones included; prints each with its time. Resolves to the names that failed. */
export async function runChecks(root, { hasUnitTests }) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };
  const failed = [];
  for (const [name, [command, args]] of [...checksOf(root), ...(hasUnitTests ? [UNIT_TESTS] : [])]) {
    const started = performance.now();
    const took = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
    try {
      await run(command, args, { cwd: root, env });
      console.log(`ok      ${name} (${took()})`);
    } catch (error) {
      failed.push(name);
      console.log(`FAILED  ${name} (${took()})\n${error.message}\n`);
    }
  }
  return failed;
}
