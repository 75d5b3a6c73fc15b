import { z } from "zod";
import type { CommandGroup, CommandRun } from "@/cli/command-spec";
import { completionScript, SHELLS } from "@/cli/completion-script";
import { completionPlaces } from "@/cli/completion-words";

const shellSchema = z.enum(SHELLS, "Choose bash, zsh or fish");

/** `wheelhouse completion`: a script, whatever `--json` says. */
export const completion: CommandRun = async ({ words, terminal }) => {
  const shell = shellSchema.parse(words[0]);
  const { COMMAND_GROUPS }: { COMMAND_GROUPS: readonly CommandGroup[] } = await import("@/cli/command-list");
  terminal.out(completionScript(shell, completionPlaces(COMMAND_GROUPS)));
  return 0;
};
