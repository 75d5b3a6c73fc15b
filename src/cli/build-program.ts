import { Command, type Help, Option } from "commander";
import type { CommandGroup, CommandSpec } from "@/cli/command-spec";
import { EXIT_CODES } from "@/cli/exit-codes";
import { APP_VERSION } from "@/shared/app-version";

const ABOUT =
  "Wheelhouse on the command line: signs in to your brokers, keeps their sessions, and shows or hands out what they are for.";

export interface GlobalOptions {
  readonly json?: boolean;
  readonly as?: string;
  readonly input: boolean;
}

export interface ProgramOutput {
  out(text: string): void;
  error(text: string): void;
}

/** What a command line asks for, found by commander; called once, or never where help was shown. */
export type OnCommand = (
  spec: CommandSpec,
  words: readonly (string | undefined)[],
  options: Record<string, unknown>,
) => void;

/** The program that reads the command line: all commands with their help. It throws instead of leaving the process. */
export function buildProgram(
  groups: readonly CommandGroup[],
  output: ProgramOutput,
  onCommand: OnCommand,
): Command {
  const program = prepared(new Command("wheelhouse"), output)
    .description(ABOUT)
    .version(APP_VERSION, "-V, --version", "show the version")
    .option("--json", "one JSON document on standard output; errors as JSON on standard error")
    .option("--as <email>", "act as this person instead of the owner (also WHEELHOUSE_AS)")
    .option("--no-input", "never ask anybody: fail with exit code 4 where a person is needed")
    .helpCommand("help [command]", "show the help of a command")
    .addHelpText("after", () => `\n${exitCodeHelp()}\n\nMore: docs/cli.md`);
  for (const { title, commands } of groups) {
    for (const spec of commands) {
      const [word = "", second] = spec.name.split(" ");
      if (second === undefined) {
        program.addCommand(commandOf(spec, word, output, onCommand).helpGroup(`${title}:`));
        continue;
      }
      const parent = program.commands.find((command) => command.name() === word);
      const group = parent ?? groupOf(word, title, commands, output);
      if (parent === undefined) program.addCommand(group);
      group.addCommand(commandOf(spec, second, output, onCommand));
    }
  }
  return program;
}

function prepared(command: Command, output: ProgramOutput): Command {
  return command
    .exitOverride()
    .configureOutput({ writeOut: output.out, writeErr: output.error })
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false, ...HELP_STYLE })
    .helpOption("-h, --help", "show this help")
    .showSuggestionAfterError(true);
}

/** Two columns even where a terminal is narrow: commander folds the texts. */
const HELP_STYLE: Partial<Help> = { minWidthToWrap: 40 };

function groupOf(
  word: string,
  title: string,
  commands: readonly CommandSpec[],
  output: ProgramOutput,
): Command {
  const names = commands.map(({ name }) => name.split(" ")).filter(([first]) => first === word);
  return prepared(new Command(word), output)
    .helpGroup(`${title}:`)
    .helpCommand(false)
    .description(names.map(([, second]) => second).join(", "));
}

function commandOf(spec: CommandSpec, name: string, output: ProgramOutput, onCommand: OnCommand): Command {
  const command = prepared(new Command(name), output).summary(spec.summary);
  command.description(spec.more === undefined ? spec.summary : `${spec.summary}.\n\n${spec.more}`);
  for (const [word, text] of spec.words ?? []) command.argument(word, text);
  for (const { flags, text, choices } of spec.options ?? []) {
    const option = new Option(flags, text);
    command.addOption(choices === undefined ? option : option.choices(choices));
  }
  command.addHelpText("after", () => `\n${exampleHelp(spec)}`);
  command.allowExcessArguments(false);
  command.action((...parameters: unknown[]) => {
    const words = parameters.slice(0, spec.words?.length ?? 0);
    onCommand(
      spec,
      words.map((word) => (word === undefined ? undefined : String(word))),
      { ...optionsOfGroup(command), ...command.opts() },
    );
  });
  return command;
}

/** Commander gives an option that a command shares with its group, such as `--dir` of `backup list`, to the group. */
function optionsOfGroup({ parent }: Command): Record<string, unknown> {
  return parent?.parent ? parent.opts() : {};
}

function exampleHelp({ examples }: CommandSpec): string {
  const lines = examples.map(([line, text]) => `  ${line}\n      ${text}`);
  return ["Examples:", ...lines].join("\n");
}

function exitCodeHelp(): string {
  const rows = Object.values(EXIT_CODES).map(
    ({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`,
  );
  return ["Exit codes:", ...rows].join("\n");
}
