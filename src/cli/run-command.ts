import type { Command, ExitCode, Terminal } from "@/cli/command";
import { EnvironmentError } from "@/env";
import { AppError } from "@/shared/app-error";

/** Runs the command that the words name, prints what went wrong as one sentence, and returns the exit code. */
export async function runCommand(
  commands: ReadonlyMap<string, Command>,
  words: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const [name = "help", ...parameters] = words;
  if (["help", "--help", "-h"].includes(name)) {
    for (const line of helpOf(commands)) terminal.out(line);
    return 0;
  }
  const command = commands.get(name);
  if (!command) {
    terminal.error(`There is no command ${name}.`);
    for (const line of helpOf(commands)) terminal.error(line);
    return 2;
  }
  try {
    return await command.run(parameters, terminal);
  } catch (error) {
    if (!(error instanceof AppError || error instanceof EnvironmentError)) throw error;
    terminal.error(error.message);
    return 1;
  }
}

function helpOf(commands: ReadonlyMap<string, Command>): string[] {
  const width = Math.max(...[...commands.keys()].map((name) => name.length));
  return [
    "Usage: wheelhouse <command>",
    "",
    ...[...commands].map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
  ];
}
