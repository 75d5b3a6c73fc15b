import type { Install } from "@/cli/install";
import type { Terminal } from "@/cli/terminal";

/** A running command: what it was given, and what it may use. */
export interface CommandCall {
  /** The words after the command's name, in order; a missing one is undefined. */
  readonly words: readonly (string | undefined)[];
  /** The command's own options by name, not yet checked. */
  readonly options: Readonly<Record<string, unknown>>;
  /** One JSON document instead of text. */
  readonly isJson: boolean;
  /** Whether a person may be asked: somebody sits at the terminal, and `--no-input` was not given. */
  readonly mayAsk: boolean;
  readonly terminal: Terminal;
  readonly install: Install;
  /** All commands, for completions. */
  readonly groups: readonly CommandGroup[];
}

/** Does the command; resolves to its exit code, 0 where it gives none. Throws `AppError` for what is known. */
export type CommandRun = (call: CommandCall) => Promise<number>;

export interface CommandOption {
  /** As commander reads it: `--label <name>`. */
  readonly flags: string;
  readonly text: string;
  readonly choices?: readonly string[];
}

/** A command as help, completions and documentation tell it. Light: the command itself is loaded when it runs. */
export interface CommandSpec {
  /** One word, or two for a command of a group: `connections list`. */
  readonly name: string;
  readonly summary: string;
  /** What is worth knowing before using it. */
  readonly more?: string;
  /** As commander reads it (`<needed>`, `[optional]`), each with its meaning. */
  readonly words?: readonly (readonly [string, string])[];
  readonly options?: readonly CommandOption[];
  /** Whole command lines, each with what it does. */
  readonly examples: readonly (readonly [string, string])[];
  /** After Ctrl-C it ends by itself, in order; all others are left at once. */
  readonly endsInOrder?: boolean;
  readonly load: () => Promise<CommandRun>;
}

/** Commands that help shows together. `word` is the first word of the names where the group is a command itself. */
export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly CommandSpec[];
}
