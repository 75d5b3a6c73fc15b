import type { CommandGroup } from "@/cli/command-spec";

/** Running the install. */
export const operationCommands: CommandGroup = {
  title: "Running the install",
  commands: [
    {
      name: "setup",
      summary: "Make the install and its owner, without a browser",
      more: "Makes what `prepare` makes, then the owner: the first person, with all roles. It works once.",
      options: [
        { flags: "--email <email>", text: "the owner's e-mail" },
        { flags: "--name <name>", text: "the owner's name" },
        { flags: "--password-stdin", text: "read the new password from the first line of standard input" },
      ],
      examples: [
        ["wheelhouse setup", "ask for e-mail, name and password"],
        [
          "pass wheelhouse | wheelhouse setup --email ada@example.com --name Ada --password-stdin",
          "take the password from a password manager",
        ],
      ],
      load: async () => (await import("@/cli/commands/setup")).setup,
    },
    {
      name: "prepare",
      summary: "Make the install ready to serve, and report as one line of JSON",
      more: "`npm run app` does this by itself: data folder, key, database, and the code for the first run.",
      examples: [["wheelhouse prepare", "make what is missing, change nothing that is there"]],
      load: async () => (await import("@/cli/commands/prepare")).prepareInstall,
    },
    {
      name: "db status",
      summary: "Which migrations are applied, pending, changed, failed or unknown",
      more: "Ends with 1 if any is not applied.",
      options: [{ flags: "--database-url <url>", text: "another database than that of DATABASE_URL" }],
      examples: [["wheelhouse db status", "look at the database of the settings"]],
      load: async () => (await import("@/cli/commands/db")).dbStatus,
    },
    {
      name: "db apply",
      summary: "Bring the database to this version",
      options: [{ flags: "--database-url <url>", text: "another database than that of DATABASE_URL" }],
      examples: [["wheelhouse db apply", "after an update, before the server starts"]],
      load: async () => (await import("@/cli/commands/db")).dbApply,
    },
    {
      name: "db make",
      summary: "Write a migration for each database from what has changed in prisma/schema.prisma",
      words: [["<name>", "what it does, such as add_tokens"]],
      examples: [["wheelhouse db make add_tokens", "make the migration folders"]],
      load: async () => (await import("@/cli/commands/db")).dbMake,
    },
  ],
};
