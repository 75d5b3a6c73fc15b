import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** The launcher's own guard: the program ends with whoever started it, however that one ended. */
const END_WITH_STARTER = new URL("../scripts/launch/end-with-launcher.mjs", import.meta.url).href;
const { serverFlags }: { serverFlags: (env: Record<string, string>) => string[] } = await import(
  new URL("../scripts/launch/server-flags.mjs", import.meta.url).href
);
const READY_TIMEOUT_MS = 90_000;
const GRACE_MS = 8000;
const PAUSE_MS = 100;

export const WEB_SERVER = "src/serve/main.ts";

/** A port that nobody listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === "object"
          ? resolve(address.port)
          : reject(new Error("The system gave no port.")),
      );
    });
  });
}

/** What a started program needs to see: nothing of the settings of the person who runs the tests. */
function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = ["PATH", "HOME", "TMPDIR", "SystemRoot"].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(inherited),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ...settings,
  };
}

/** One of our own programs, run from its TypeScript source as the launcher runs it. */
export class ChildProgram {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #output = "";
  #standardOutput = "";

  constructor(args: readonly string[], settings: Record<string, string> = {}) {
    const flags = args[0] === WEB_SERVER ? serverFlags(settings) : [];
    this.#child = spawn(
      process.execPath,
      [...flags, "--import", "tsx", "--import", END_WITH_STARTER, ...args],
      {
        cwd: ROOT,
        env: environment(settings),
        stdio: ["ignore", "pipe", "pipe", "ipc"],
      },
    );
    this.#child.stdout?.on("data", (chunk) => {
      this.#output += chunk;
      this.#standardOutput += chunk;
    });
    this.#child.stderr?.on("data", (chunk) => {
      this.#output += chunk;
    });
    this.#ended = new Promise((resolve) => this.#child.once("close", (code) => resolve(code)));
  }

  /** All that it wrote so far, to both outputs. */
  get output(): string {
    return this.#output;
  }

  /** Waits for its end and gives what it wrote to standard output; throws where it failed. */
  async finish(): Promise<string> {
    const code = await this.#ended;
    if (code !== 0) throw new Error(`It ended with code ${code}:\n${this.#output}`);
    return this.#standardOutput;
  }

  /** Waits until an address of it answers with a status below 500. */
  async answering(url: string): Promise<void> {
    const end = Date.now() + READY_TIMEOUT_MS;
    while (Date.now() < end) {
      if (this.#child.exitCode !== null) throw new Error(`It ended before it answered:\n${this.#output}`);
      const status = await fetch(url, { redirect: "manual" }).then(
        (reply) => reply.arrayBuffer().then(() => reply.status),
        () => 0,
      );
      if (status > 0 && status < 500) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    throw new Error(`${url} did not answer in time:\n${this.#output}`);
  }

  /** Asks it to stop, as Ctrl-C does; kills it where it does not. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    const late = setTimeout(() => this.#child.kill("SIGKILL"), GRACE_MS);
    await this.#ended;
    clearTimeout(late);
  }

  /** Ends it at once, as a power cut does. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}
