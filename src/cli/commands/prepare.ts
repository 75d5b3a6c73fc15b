import type { CommandRun } from "@/cli/command-spec";
import { prepare } from "@/cli/prepare/prepare";

/** `wheelhouse prepare`: for the launcher, so its report is one line whatever was asked for. */
export const prepareInstall: CommandRun = async ({ install, terminal }) => {
  terminal.out(JSON.stringify(await prepare(install.environment())));
  return 0;
};
