import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "../launch/run.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ELSEWHERE = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installedBrowser(environment) {
  const onPath = (environment.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [environment.CHROMIUM_PATH, ...onPath, ...ELSEWHERE].filter(Boolean).find(isProgram);
}

async function playwrightsBrowser() {
  const { chromium } = await import("@playwright/test");
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

/**
 * The path of a Chromium for the browser tests: an installed one, else Debian's package where we may install it,
 * else Playwright's download. Throws when none of them can be had.
 */
export async function ensureBrowser(root, environment) {
  const found = installedBrowser(environment) ?? (await playwrightsBrowser());
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { ...environment, DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update", "-q"], { cwd: root, env });
    await run("apt-get", ["install", "-q", "-y", "--no-install-recommends", "chromium"], { cwd: root, env });
  } else {
    const cli = join(root, "node_modules", "@playwright", "test", "cli.js");
    await run(process.execPath, [cli, "install", "chromium"], { cwd: root, env: environment, isShown: true });
  }
  const installed = installedBrowser(environment) ?? (await playwrightsBrowser());
  if (installed) return installed;
  throw new Error("No Chromium could be installed: install one and set CHROMIUM_PATH to its program.");
}
