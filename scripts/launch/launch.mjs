import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, isBuilt, sourceStamp } from "./build.mjs";
import { Children } from "./children.mjs";
import { installPackages, missingPackages } from "./install.mjs";
import { HELP, readOptions } from "./options.mjs";
import { portProblem, waitUntilAnswering } from "./ports.mjs";
import { Progress } from "./progress.mjs";
import { run, stopRunning } from "./run.mjs";
import { serverFlags } from "./server-flags.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const READY_TIMEOUT_MS = 90_000;
/** Terminals and npm both pass a Ctrl-C on: what follows at once is the same one. */
const SAME_SIGNAL_MS = 700;
const SANDBOX_HOST = "127.0.0.1";

function loadEnvFile() {
  const file = join(root, ".env");
  if (existsSync(file)) process.loadEnvFile(file);
}

/** The environment of everything that is started. */
function childEnvironment(options) {
  return {
    ...process.env,
    NODE_ENV: options.isDev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ...(options.port !== null && { PORT: String(options.port) }),
  };
}

/** With it, the sandbox stands in for the broker. */
function sandboxEnvironment({ sandboxPort }) {
  const sandbox = `http://${SANDBOX_HOST}:${sandboxPort}`;
  return { ROBINHOOD_API_URL: sandbox, ROBINHOOD_IDENTI_URL: sandbox, ROBINHOOD_BONFIRE_URL: sandbox };
}

/** Before anything is done, where the port is known by then; otherwise once the settings were read. */
async function checkPorts(options) {
  const problems = [];
  if (options.port !== null || !existsSync(join(root, "config.yaml"))) {
    problems.push(await webPortProblem(options.host ?? "127.0.0.1", options.port ?? 3000));
  }
  if (options.hasSandbox) {
    problems.push(
      await portProblem(SANDBOX_HOST, options.sandboxPort, "choose another port with --sandbox-port"),
    );
  }
  const found = problems.filter(Boolean);
  if (found.length > 0) throw new Error(found.join("\n"));
}

const webPortProblem = (host, port) => portProblem(host, port, "choose another port with --port or PORT");

/** Everything up to the start of the servers; gives what the prepare command reports. */
async function makeReady(options, env, progress) {
  const reason = missingPackages(root);
  if (reason) await progress.step(`Installing packages (${reason})`, () => installPackages(root, env));
  await run(process.execPath, [join(root, "scripts/generate.mjs")], { cwd: root, env });
  const prepared = await progress.step("Preparing data folder, keys and database", () =>
    run(process.execPath, [join(root, "bin/wheelhouse.mjs"), "prepare"], { cwd: root, env }),
  );
  const report = JSON.parse(prepared.trim().split("\n").at(-1));
  if (!options.isDev) {
    const { basePath } = report;
    const stamp = sourceStamp(root, basePath);
    if (!isBuilt(root, { stamp, basePath })) {
      await progress.step("Building the pages (only when sources have changed)", () =>
        build(root, env, { stamp, basePath }),
      );
    }
  }
  return report;
}

async function startServers(options, env, children, report, signal) {
  if (options.hasSandbox) {
    const port = String(options.sandboxPort);
    // Sessions that the sandbox gave survive a restart, as those of a real broker would.
    const state = join(report.dataDir, "sandbox-state.json");
    const args = ["src/sandbox/main.ts", "--port", port, "--state", state];
    children.start("sandbox", root, { args, env, stdout: "ignore" });
    await waitUntilAnswering(`http://${SANDBOX_HOST}:${port}/phone`, READY_TIMEOUT_MS, signal);
  }
  children.start("web server", root, { args: ["src/serve/main.ts"], flags: serverFlags(env), env });
  const wildcards = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };
  const host = wildcards[report.host] ?? (report.host.includes(":") ? `[${report.host}]` : report.host);
  // Where the app itself speaks https, the answer to plain http comes when it is ready, too.
  const url = `http://${host}:${report.port}${report.basePath}/api/health`;
  await waitUntilAnswering(url, READY_TIMEOUT_MS, signal);
}

function printReady(options, report, elapsed) {
  const lines = ["", `Wheelhouse is ready at ${report.publicUrl} (started in ${elapsed})`];
  if (report.setupCode) {
    lines.push("", `First run: open ${report.publicUrl}/setup`, `Setup code: ${report.setupCode}`);
  }
  if (options.hasSandbox) {
    const phone = `http://${SANDBOX_HOST}:${options.sandboxPort}/phone`;
    lines.push("", `Robinhood is the sandbox here. Its phone is at ${phone}`);
    lines.push("Sample login: ada@example.com, password not-a-real-password-ada; approve it on the phone");
  }
  console.log([...lines, "", "Stop with Ctrl-C", ""].join("\n"));
}

/** Stops on Ctrl-C and SIGTERM; a second Ctrl-C kills. `whenAsked` runs once, at the first. */
function watchSignals(children, whenAsked) {
  let askedAt;
  const onSignal = (signal) => {
    if (askedAt !== undefined) {
      if (performance.now() - askedAt > SAME_SIGNAL_MS) {
        children.kill();
        process.exit(signal === "SIGINT" ? 130 : 143);
      }
      return;
    }
    askedAt = performance.now();
    whenAsked();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}

/** Installs, prepares, builds and serves; ends the process with 0 after a stop that was asked for, else with 1. */
export async function launch(args) {
  const stopping = new AbortController();
  const children = new Children((message) => fail(new Error(message)));
  let isFailing = false;

  async function fail(error) {
    if (isFailing) return;
    isFailing = true;
    stopping.abort();
    if (!(error.name === "AbortError")) console.error(`\n${error.message}`);
    await children.stop();
    process.exit(1);
  }

  watchSignals(children, async () => {
    if (isFailing) return;
    isFailing = true;
    console.log("\nStopping …");
    stopping.abort();
    stopRunning();
    await children.stop();
    console.log("Stopped.");
    process.exit(0);
  });

  try {
    loadEnvFile();
    const options = readOptions(args, process.env);
    if (options.isHelp) {
      console.log(HELP);
      process.exit(0);
    }
    const env = childEnvironment(options);
    const progress = new Progress();
    await checkPorts(options);
    const report = await makeReady(options, env, progress);
    stopping.signal.throwIfAborted();
    // A broker's address in config.yaml counts as much as one in a variable; it is known since just now.
    const hasSandbox = options.hasSandbox && !report.namesBroker;
    const inUse = { ...options, hasSandbox };
    const serving = hasSandbox ? { ...env, ...sandboxEnvironment(options) } : env;
    await progress.step("Starting", () => startServers(inUse, serving, children, report, stopping.signal));
    printReady(inUse, report, progress.elapsed());
  } catch (error) {
    await fail(error);
  }
}
