import type { Command } from "@/cli/command";
import { createDbCommand } from "@/cli/db/db-command";
import { runCommand } from "@/cli/run-command";
import { readEnvironment } from "@/env";
import { systemClock } from "@/server/clock";

const commands = new Map<string, Command>([
  ["db", createDbCommand({ clock: systemClock, defaultUrl: () => readEnvironment().databaseUrl.reveal() })],
  [
    "prepare",
    {
      summary: "Make the install ready to serve and report as one line of JSON",
      async run(_parameters, terminal) {
        const { prepare } = await import("@/cli/prepare/prepare");
        terminal.out(JSON.stringify(await prepare(readEnvironment())));
        return 0;
      },
    },
  ],
]);

process.exitCode = await runCommand(commands, process.argv.slice(2), {
  out: console.log,
  error: console.error,
});
