import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.mjs";

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}

/**
 * Why packages have to be installed, or an empty text. Compares what npm noted of its last run with the lock file;
 * packages for other platforms are allowed to be absent.
 */
export function missingPackages(root) {
  if (!existsSync(join(root, "node_modules"))) return "nothing is installed yet";
  const installed = packagesOf(join(root, "node_modules", ".package-lock.json"));
  const wanted = Object.entries(packagesOf(join(root, "package-lock.json"))).filter(([path]) => path !== "");
  // Tools of development are wanted where some are there: a container, say, was installed without any.
  const isDevInstall = wanted.some(([path, entry]) => entry.dev === true && installed[path] !== undefined);
  const isSatisfied = ([path, entry]) =>
    (entry.dev === true && !isDevInstall) ||
    (installed[path] === undefined ? entry.optional === true : installed[path].version === entry.version);
  const missing = wanted.filter((item) => !isSatisfied(item));
  return missing.length === 0 ? "" : `${missing.length} packages differ from package-lock.json`;
}

/** Installs exactly what the lock file says, development tools included, and shows npm's output. */
export async function installPackages(root, env) {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  await run(npm, ["ci", "--include=dev"], {
    cwd: root,
    env: { ...env, NODE_ENV: "development" },
    isShown: true,
  });
}
