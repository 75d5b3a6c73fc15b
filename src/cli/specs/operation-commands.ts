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
      name: "serve",
      summary: "Start the web app and the keeper of sessions, until Ctrl-C",
      more: "The same as `npm run app -- --no-sandbox`: makes everything ready, builds the pages when sources have changed, serves.",
      options: [
        { flags: "--port <number>", text: "port of the app (PORT, or 3000, unless said)" },
        { flags: "--sandbox", text: "with the sandbox in place of the brokers" },
      ],
      examples: [["wheelhouse serve", "the service, for a service manager that restarts it"]],
      endsInOrder: true,
      load: async () => (await import("@/cli/commands/serve")).serve,
    },
    {
      name: "doctor",
      summary: "Look at everything that an install needs, and say what to do",
      more: "Settings, data folder, disk, key, database, migrations, brokers, clock, mail server, web app. It changes nothing. Ends with 1 where something is wrong.",
      examples: [["wheelhouse doctor", "when something does not work, or after an update"]],
      load: async () => (await import("@/cli/commands/doctor")).doctor,
    },
    {
      name: "settings",
      summary: "Show the settings in force, and which of them the environment sets",
      examples: [["wheelhouse settings", "of a secret only whether it is set"]],
      load: async () => (await import("@/cli/commands/settings")).settings,
    },
    {
      name: "keys",
      summary: "Show the master key's fingerprint, and check it against the database",
      examples: [["wheelhouse keys", "before a restore: is this the right key?"]],
      load: async () => (await import("@/cli/commands/keys")).keys,
    },
    {
      name: "backup",
      summary: "Copy the SQLite database to a file while everything runs",
      more: "The copy is of one moment, checked, and of mode 600. The key is not in it. For PostgreSQL it prints the command of pg_dump, and ends with 2.",
      words: [["<file>", "the new file; an existing one is never replaced"]],
      examples: [["wheelhouse backup /backup/wheelhouse-$(date +%F).db", "for a nightly job"]],
      load: async () => (await import("@/cli/commands/backup")).backup,
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
    {
      name: "completion",
      summary: "Print the completions for a shell",
      words: [["<shell>", "bash, zsh or fish"]],
      examples: [
        ["source <(wheelhouse completion bash)", "in ~/.bashrc"],
        ["source <(wheelhouse completion zsh)", "in ~/.zshrc, after compinit"],
        ["wheelhouse completion fish > ~/.config/fish/completions/wheelhouse.fish", "once"],
      ],
      load: async () => (await import("@/cli/commands/completion")).completion,
    },
  ],
};
