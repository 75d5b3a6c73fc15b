// The fast loop: everything that can be said about the sources without a browser. `npm run verify`.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { runChecks } from "./checks/run-checks.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const failed = await runChecks(root, { hasUnitTests: true });
console.log(failed.length === 0 ? "\nAll checks passed" : `\nFailed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
