import { spawn } from "node:child_process";

/** Longer than the web server takes at most to let what is under way finish. */
const GRACE_MS = 25_000;
const END_WITH_LAUNCHER = new URL("./end-with-launcher.mjs", import.meta.url).href;

/** The long-running programs that the launcher starts and stops together. */
export class Children {
  #children = new Map();
  #isStopping = false;
  #onLoss;

  /** `onLoss` hears, once, of a program that ended by itself. */
  constructor(onLoss) {
    this.#onLoss = onLoss;
  }

  /** Starts a TypeScript program; it ends with the launcher. */
  start(name, root, { args, flags = [], env, stdout = "inherit" }) {
    const programArgs = [...flags, "--import", "tsx", "--import", END_WITH_LAUNCHER, ...args];
    const child = spawn(process.execPath, programArgs, {
      // A group of its own: a Ctrl-C in the terminal reaches the launcher alone, which stops the rest in order.
      detached: true,
      cwd: root,
      env,
      stdio: ["ignore", stdout, "inherit", "ipc"],
    });
    const ended = new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        this.#children.delete(name);
        resolve();
        if (!this.#isStopping)
          this.#onLoss(`The ${name} ended by itself (${signal ?? `exit code ${code}`}).`);
      });
    });
    this.#children.set(name, { child, ended });
  }

  /** Asks all to stop, then after a while kills; resolves when none is left. */
  async stop() {
    this.#isStopping = true;
    const all = [...this.#children.values()];
    for (const { child } of all) child.kill("SIGTERM");
    const late = setTimeout(() => this.kill(), GRACE_MS);
    await Promise.all(all.map(({ ended }) => ended));
    clearTimeout(late);
  }

  /** Ends all at once. */
  kill() {
    for (const { child } of this.#children.values()) child.kill("SIGKILL");
  }
}
