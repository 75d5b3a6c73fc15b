import type { CommandGroup } from "@/cli/command-spec";

/** People, tokens and the audit log. */
export const peopleCommands: CommandGroup = { title: "People and programs", commands: [] };
