import type { CommandGroup } from "@/cli/command-spec";

/** What the brokers tell of the accounts. */
export const portfolioCommands: CommandGroup = { title: "Accounts and the wheel", commands: [] };
