import { spawn } from "node:child_process";

/** A command that ended with an error; its message is the command's own output, where that was not shown already. */
export class CommandError extends Error {
  constructor(message, output) {
    super(output.trim() === "" ? message : output.trim());
    this.name = "CommandError";
  }
}

const running = new Set();

/** Ends the commands that are still running, when the launcher is told to stop. */
export function stopRunning() {
  for (const child of running) child.kill("SIGTERM");
}

/**
 * Runs a command to its end; resolves to what it wrote to standard output. `isShown` passes its output on as it
 * comes; otherwise it is kept, and becomes the message of the {@link CommandError} that a failure rejects with.
 */
export function run(command, args, { cwd, env, isShown = false }) {
  return new Promise((resolve, reject) => {
    const stdio = ["ignore", isShown ? "inherit" : "pipe", isShown ? "inherit" : "pipe"];
    const child = spawn(command, args, { cwd, env, stdio });
    running.add(child);
    let output = "";
    let everything = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
      everything += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      everything += chunk;
    });
    child.on("error", (error) =>
      reject(new CommandError(`${command} could not be started: ${error.message}`, "")),
    );
    child.on("close", (code, signal) => {
      running.delete(child);
      if (code === 0) resolve(output);
      else reject(new CommandError(`${command} ended with ${signal ?? `exit code ${code}`}.`, everything));
    });
  });
}
