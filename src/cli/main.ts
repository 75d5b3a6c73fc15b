import { COMMAND_GROUPS } from "@/cli/command-list";
import { createInstall } from "@/cli/install";
import { runCommandLine } from "@/cli/run-command-line";
import { createTerminal } from "@/cli/system-terminal";
import { readCommandLineEnvironment, readEnvironment, readHeadlessEnvironment } from "@/env";
import { systemClock } from "@/server/clock";
import { systemRandom } from "@/server/random";

/** Runs `wheelhouse` with these words, which were typed in this folder, and sets the exit code of the process. */
export async function main(words: readonly string[], startFolder: string): Promise<void> {
  // Whoever reads may have seen enough, as `head` has: that is no failure of ours.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit();
    });
  }
  const { actAs, isPlain } = readCommandLineEnvironment();
  const terminal = createTerminal({
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    isPlain,
    onInterrupt: (listener) => {
      let hasHeard = false;
      process.on("SIGINT", () => {
        // The second one does not wait for anything.
        if (hasHeard) process.exit(130);
        hasHeard = true;
        listener();
      });
    },
  });
  const code = await runCommandLine(
    {
      groups: COMMAND_GROUPS,
      terminal,
      install: (email) =>
        createInstall({
          readEnvironment: () => readEnvironment(),
          readHeadless: () => readHeadlessEnvironment(),
          open: async (environment) => {
            const { buildContainer } = await import("@/server/container");
            return buildContainer(environment);
          },
          actAs: email ?? actAs,
          startFolder,
        }),
      now: () => systemClock.now(),
      newRequestId: () => systemRandom.uuid(),
    },
    words,
  );
  process.exitCode = code;
  // A request that is still under way would keep the process.
  if (terminal.interrupted.aborted) process.exit(code);
}
