import type { CommandGroup } from "@/cli/command-spec";
import { assistantCommands } from "@/cli/specs/assistant-commands";
import { connectionCommands } from "@/cli/specs/connection-commands";
import { operationCommands } from "@/cli/specs/operation-commands";
import { peopleCommands } from "@/cli/specs/people-commands";
import { portfolioCommands } from "@/cli/specs/portfolio-commands";

/** Every command, in the order of the help. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  connectionCommands,
  portfolioCommands,
  peopleCommands,
  assistantCommands,
  operationCommands,
];
