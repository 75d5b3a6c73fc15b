import type { CommandGroup } from "@/cli/command-spec";

/** For assistants. */
export const assistantCommands: CommandGroup = {
  title: "Assistants",
  commands: [
    {
      name: "mcp",
      summary: "Let an assistant on this machine look at accounts, over standard input and output",
      more:
        "Speaks the Model Context Protocol with the program that starts it, for the owner or the person of --as, until its " +
        "input ends. It reads only, unless --allow-writes is given; nothing places orders in either case. An assistant " +
        "elsewhere uses /api/mcp with an API token instead: see docs/mcp.md.",
      options: [
        {
          flags: "--allow-writes",
          text: "also let it renew broker sessions and put items that need attention aside",
        },
      ],
      examples: [
        ["wheelhouse mcp", "what to give an assistant as the command of an MCP server"],
        ["wheelhouse --as ada@example.com mcp --allow-writes", "for Ada, with what changes something"],
      ],
      endsInOrder: true,
      load: async () => (await import("@/cli/commands/mcp")).mcp,
    },
  ],
};
