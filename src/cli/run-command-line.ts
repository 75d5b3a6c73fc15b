import { CommanderError } from "commander";
import { buildProgram, type GlobalOptions } from "@/cli/build-program";
import type { CommandGroup, CommandSpec } from "@/cli/command-spec";
import { EXIT_CODES, exitCodeOf } from "@/cli/exit-codes";
import type { OpenInstall } from "@/cli/install";
import { describeError, errorLines } from "@/cli/report-error";
import { styleOf } from "@/cli/style";
import type { Terminal } from "@/cli/terminal";
import { AppError } from "@/shared/app-error";
import type { ErrorResponse } from "@/shared/schemas/error-response";

export interface CommandLine {
  readonly groups: readonly CommandGroup[];
  readonly terminal: Terminal;
  /** Opens the install for the person that `--as` names. */
  readonly install: (actAs: string | undefined) => OpenInstall;
  readonly now: () => Date;
  readonly newRequestId: () => string;
}

interface Asked {
  readonly spec: CommandSpec;
  readonly words: readonly (string | undefined)[];
  readonly options: Record<string, unknown>;
  readonly globals: GlobalOptions;
}

/** Runs the command that the words ask for, tells what came of it, and resolves to the exit code. Never rejects. */
export async function runCommandLine(line: CommandLine, words: readonly string[]): Promise<number> {
  const asked = readWords(line, words);
  if (typeof asked === "number") return asked;
  const { terminal } = line;
  const isJson = asked.globals.json === true;
  const install = line.install(asked.globals.as);
  try {
    const run = await asked.spec.load();
    const running = run({
      ...asked,
      isJson,
      mayAsk: asked.globals.input && terminal.isInteractive,
      terminal,
      install,
      groups: line.groups,
    });
    return await (asked.spec.endsInOrder === true ? running : untilInterrupted(running, terminal));
  } catch (error) {
    const requestId = line.newRequestId();
    const response = describeError(error, requestId, line.now());
    if (response.name === "API_UNEXPECTED") tellUnexpected(error, requestId, install, terminal);
    tellError(response, isJson, terminal);
    return exitCodeOf(response.name);
  } finally {
    terminal.close();
    await install.close();
  }
}

/** The command that is asked for, or the exit code where help, version or a mistake was told. */
function readWords(line: CommandLine, words: readonly string[]): Asked | number {
  const { terminal } = line;
  let found: Omit<Asked, "globals"> | undefined;
  const isJson = words.includes("--json");
  const program = buildProgram(
    line.groups,
    {
      out: (text) => terminal.out(text.replace(/\n$/, "")),
      error: (text) => {
        if (!isJson) terminal.error(text.replace(/\n$/, ""));
      },
    },
    (spec, given, options) => {
      found = { spec, words: given, options };
    },
  );
  try {
    program.parse([...words], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT_CODES.done.code;
    if (isJson) {
      const message = error.message.replace(/^error: /, "");
      const failure = new AppError(
        "API_INVALID_REQUEST",
        message === "(outputHelp)" ? "Which command?" : message,
      );
      tellError(describeError(failure, line.newRequestId(), line.now()), true, terminal);
    } else if (error.code !== "commander.help") {
      terminal.error("Try `wheelhouse --help`, or --help after the command.");
    }
    return EXIT_CODES.usage.code;
  }
  return found === undefined ? EXIT_CODES.usage.code : { ...found, globals: program.opts<GlobalOptions>() };
}

function untilInterrupted(running: Promise<number>, { interrupted }: Terminal): Promise<number> {
  const leaving = new Promise<number>((resolve) => {
    interrupted.addEventListener("abort", () => resolve(EXIT_CODES.cancelled.code), { once: true });
  });
  return Promise.race([running, leaving]);
}

/** What nobody expected goes to the log of the install or, without one, is shown whole. */
function tellUnexpected(error: unknown, requestId: string, install: OpenInstall, terminal: Terminal): void {
  if (install.opened !== null) {
    install.opened.log.error({ err: error, requestId }, "a command failed unexpectedly");
  } else if (error instanceof Error) {
    terminal.error(error.stack ?? error.message);
  }
}

function tellError(response: ErrorResponse, isJson: boolean, terminal: Terminal): void {
  if (isJson) terminal.error(JSON.stringify(response));
  else for (const text of errorLines(response, styleOf(terminal))) terminal.error(text);
}
