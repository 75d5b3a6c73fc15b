import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "../launch/run.mjs";

const NAMES = ["python3", "python"];
/** The first with pickle protocol 5. */
const OLDEST = "3.8";

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function isRecent(path, environment) {
  const question = `import sys; sys.exit(sys.version_info < (${OLDEST.replace(".", ", ")}))`;
  try {
    await run(path, ["-c", question], { cwd: process.cwd(), env: environment });
    return true;
  } catch {
    return false;
  }
}

async function installedPython(environment) {
  const onPath = (environment.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  for (const path of onPath) {
    if (isProgram(path) && (await isRecent(path, environment))) return path;
  }
  return undefined;
}

/**
 * The path of a Python 3 for the tests that speak with Python programs: an installed one, else Debian's package where
 * we may install it. Throws when there is none to be had.
 */
export async function ensurePython(root, environment) {
  const found = await installedPython(environment);
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { ...environment, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-q"], { cwd: root, env });
    await run("apt-get", ["install", "-q", "-y", "--no-install-recommends", "python3"], { cwd: root, env });
  }
  const installed = await installedPython(environment);
  if (installed) return installed;
  throw new Error(`No Python ${OLDEST} or newer was found: install one as python3 on the PATH.`);
}
