import { z } from "zod";
import type { CommandRun } from "@/cli/command-spec";
import { completionScript, SHELLS } from "@/cli/completion-script";
import { completionPlaces } from "@/cli/completion-words";

const shellSchema = z.enum(SHELLS, "Choose bash, zsh or fish");

/** `wheelhouse completion`: a script, whatever `--json` says. */
export const completion: CommandRun = async ({ words, terminal, groups }) => {
  const shell = shellSchema.parse(words[0]);
  terminal.out(completionScript(shell, completionPlaces(groups)));
  return 0;
};
