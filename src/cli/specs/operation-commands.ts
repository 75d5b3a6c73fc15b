import type { CommandGroup } from "@/cli/command-spec";
import { PASSPHRASE_OPTIONS } from "@/cli/passphrase-options";

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
      name: "metrics",
      summary: "Show how the install is doing: latencies, errors, queues, memory, and its processes",
      more: "What the web app wrote down by the minute; the page Metrics draws the same over time.",
      options: [{ flags: "--span <span>", text: "hour (unless said), day, week or month" }],
      examples: [
        ["wheelhouse metrics", "the last hour"],
        ["wheelhouse metrics --span week --json", "for a program"],
      ],
      load: async () => (await import("@/cli/commands/metrics")).metrics,
    },
    {
      name: "settings",
      summary: "Show the settings in force, and where each comes from",
      examples: [["wheelhouse settings", "of a secret only whether it is set"]],
      load: async () => (await import("@/cli/commands/settings")).settings,
    },
    {
      name: "settings set",
      summary: "Save a setting for the whole install (admins)",
      more: "It is in force at once, and in other processes within seconds. What a variable of the environment sets is locked.",
      words: [
        ["<name>", "the setting's name, as in `wheelhouse settings`"],
        ["<value>", "as it would be written in a variable"],
      ],
      examples: [["wheelhouse settings set API_TIMEOUT 45", "wait longer for brokers"]],
      load: async () => (await import("@/cli/commands/change-settings")).set,
    },
    {
      name: "settings unset",
      summary: "Take a saved setting back: what config.yaml or the default says holds again",
      words: [["<name>", "the setting's name"]],
      examples: [["wheelhouse settings unset API_TIMEOUT", "back to the default"]],
      load: async () => (await import("@/cli/commands/change-settings")).unset,
    },
    {
      name: "settings history",
      summary: "List the last changes of saved settings, with their ids",
      words: [["[name]", "of this setting only"]],
      examples: [["wheelhouse settings history", "what was changed, when, and by whom"]],
      load: async () => (await import("@/cli/commands/change-settings")).history,
    },
    {
      name: "settings undo",
      summary: "Take one change back, where the setting is still what that change made it",
      words: [["<id>", "the change's id, as in `wheelhouse settings history`"]],
      examples: [["wheelhouse settings undo 0c9e2f1a-7c1e-4a51-9a52-0d5f4a4a2c11", "as it was before"]],
      load: async () => (await import("@/cli/commands/change-settings")).undo,
    },
    {
      name: "settings export",
      summary: "Print everything that is set as a config.yaml, without secrets",
      examples: [["wheelhouse settings export > settings.yaml", "to keep, or for another install"]],
      load: async () => (await import("@/cli/commands/change-settings")).exportAll,
    },
    {
      name: "settings import",
      summary: "Save what a config.yaml has: all of it, or nothing where something is wrong",
      more: "What the environment locks, and what only the operator sets, is left as it is and named.",
      words: [["<file>", "such as `wheelhouse settings export` prints"]],
      examples: [["wheelhouse settings import settings.yaml", "it tells what changed"]],
      load: async () => (await import("@/cli/commands/change-settings")).importFile,
    },
    {
      name: "credentials",
      summary: "Show where remembered credentials are kept, and whether each place answers (admins)",
      examples: [["wheelhouse credentials", "how many are where; never a credential"]],
      load: async () => (await import("@/cli/commands/credentials")).credentials,
    },
    {
      name: "credentials move",
      summary: "Move remembered credentials to another place while everything runs (admins)",
      more: "Each is put there and read back before it is removed where it was. What was moved stays moved; the same command goes on. SECURE_STORAGE says where new ones go.",
      options: [
        { flags: "--to <place>", text: "where they are to be", choices: ["database", "keyring", "vault"] },
        { flags: "--connection <name>", text: "those of one connection only: its id or its name" },
      ],
      examples: [
        ["wheelhouse credentials move --to vault", "all of them"],
        ["wheelhouse credentials move --to database --connection Main", "one connection's"],
      ],
      load: async () => (await import("@/cli/commands/credentials")).move,
    },
    {
      name: "keys",
      summary: "Show the master key's fingerprint, check it against the database, and say what is next",
      examples: [["wheelhouse keys", "before a restore: is this the right key?"]],
      load: async () => (await import("@/cli/commands/keys")).keys,
    },
    {
      name: "keys generate",
      summary: "Make a new master key, which changes nothing yet",
      more: "Where the key is in APP_MASTER_KEY or in a file that you named, the new one is printed, once. Otherwise it waits in the key folder.",
      examples: [["wheelhouse keys generate", "the first step of a change"]],
      load: async () => (await import("@/cli/commands/keys")).generate,
    },
    {
      name: "keys apply",
      summary: "Change over to the new master key, while everything serves",
      more: "Refused while a process runs that does not hold the new key. A restart does the same.",
      examples: [["wheelhouse keys apply", "the second step"]],
      load: async () => (await import("@/cli/commands/keys")).apply,
    },
    {
      name: "keys retire",
      summary: "Take an old master key away",
      more: "Refused while anything needs it, and for seven days after the change. A backup of its time can be opened with it only.",
      words: [["<fingerprint>", "of the old key; `wheelhouse keys history` shows it"]],
      options: [
        { flags: "--now", text: "without the seven days" },
        {
          flags: "--fate <fate>",
          text: "what becomes of its file: kept in another folder (archive, unless said), or destroyed (shred)",
          choices: ["archive", "shred"],
        },
      ],
      examples: [
        ["wheelhouse keys retire 418ac765e328c3a6", "the last step"],
        ["wheelhouse keys retire 418ac765e328c3a6 --now --fate shred", "after the key was seen by others"],
      ],
      load: async () => (await import("@/cli/commands/keys")).retire,
    },
    {
      name: "keys renew-data-keys",
      summary: "Give every person a new data key, and encrypt what is stored anew",
      more: "Everything goes on meanwhile. If it is interrupted, a server that runs goes on with it.",
      examples: [
        ["wheelhouse keys renew-data-keys", "once a year, or after a copy of the database was lost"],
      ],
      load: async () => (await import("@/cli/commands/keys")).renew,
    },
    {
      name: "keys history",
      summary: "List every master key that this install was run with, never a key",
      examples: [["wheelhouse keys history", "to find the key of an old backup"]],
      load: async () => (await import("@/cli/commands/keys")).history,
    },
    {
      name: "backup",
      summary: "Put everything into one encrypted file, while everything runs",
      more: "Database with settings and audit log, and config.yaml: as of one moment, mode 600, for SQLite and PostgreSQL alike. The install's master key opens it, or a passphrase where one is given. The key itself is only inside with --with-key.",
      words: [["[file]", "the new file; an existing one is never replaced"]],
      options: [
        { flags: "--dir <folder>", text: "name the file by its time, in this folder" },
        { flags: "--keep <number>", text: "with --dir: remove older ones, so that so many are left" },
        ...PASSPHRASE_OPTIONS,
        { flags: "--with-key", text: "put the master key inside; needs a passphrase" },
      ],
      examples: [
        ["wheelhouse backup --dir /backup --keep 7", "for a nightly job"],
        [
          "wheelhouse backup all.backup --passphrase --with-key",
          "one file and one passphrase that bring everything back on an empty machine",
        ],
      ],
      load: async () => (await import("@/cli/commands/backup")).backup,
    },
    {
      name: "backup verify",
      summary: "Open a backup and check all of it; needs no database",
      words: [["<file>", "the backup"]],
      options: PASSPHRASE_OPTIONS,
      examples: [["wheelhouse backup verify /backup/wheelhouse.backup", "every block and every table"]],
      load: async () => (await import("@/cli/commands/backup")).backupVerify,
    },
    {
      name: "backup list",
      summary: "List the backups of a folder, newest first; needs no key",
      options: [{ flags: "--dir <folder>", text: "the folder (backups in DATA_DIR unless said)" }],
      examples: [["wheelhouse backup list", "those that upgrades made"]],
      load: async () => (await import("@/cli/commands/backup")).backupList,
    },
    {
      name: "restore",
      summary: "Put a backup in the place of the database",
      more: "Checks the whole file first, compares every table afterwards. The server must be stopped. Where people are in the database it needs --replace, which backs them up first. Brokers are not asked before `wheelhouse restore accept`.",
      words: [["<file>", "the backup"]],
      options: [
        { flags: "--replace", text: "back up what is there, then replace it" },
        ...PASSPHRASE_OPTIONS,
      ],
      examples: [
        ["wheelhouse restore all.backup --passphrase", "on an empty machine"],
        ["wheelhouse restore upgrade-2026-11-22T15-00-00.000Z.backup --replace", "go back after an upgrade"],
      ],
      load: async () => (await import("@/cli/commands/restore")).restore,
    },
    {
      name: "restore accept",
      summary: "Accept a restored or older copy, so that brokers are asked again",
      options: [
        {
          flags: "--sessions <what>",
          text: "keep the broker sessions, or end them and everybody's app sessions",
          choices: ["keep", "end"],
        },
      ],
      examples: [
        ["wheelhouse restore accept --sessions keep", "the copy is minutes old, or was never behind"],
        ["wheelhouse restore accept --sessions end", "the old install went on after the backup"],
      ],
      load: async () => (await import("@/cli/commands/restore")).restoreAccept,
    },
    {
      name: "copy",
      summary: "Copy this install into an empty database, of the other kind or the same",
      more: "Each table is compared by count and digest. The old database is not changed. Refuses while a server runs, since what it writes after the copy would be lost.",
      options: [
        {
          flags: "--to <url>",
          text: "the new DATABASE_URL; `-` reads it from the first line of standard input",
        },
        { flags: "--while-running", text: "copy the present moment even so" },
      ],
      examples: [
        [
          "wheelhouse copy --to - < new-database-url",
          "from SQLite to PostgreSQL; the password is not in the list of processes",
        ],
        ["wheelhouse copy --to file:./data/wheelhouse.db", "back to SQLite"],
      ],
      load: async () => (await import("@/cli/commands/copy")).copy,
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
