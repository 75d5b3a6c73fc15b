import type { CommandGroup } from "@/cli/command-spec";
import { PASSPHRASE_OPTIONS } from "@/cli/passphrase-options";
import { BROKER_TYPES } from "@/shared/schemas/broker";

const CONNECTION = [
  "[connection]",
  "name, id or broker of the connection; not needed where there is one",
] as const;
const NAMED = ["<connection>", "name, id or broker of the connection"] as const;
const ACCESS = {
  flags: "--access <access>",
  text: "what Wheelhouse may do with it (read_only unless said)",
  choices: ["read_only", "trading"],
} as const;
const CONNECTION_OPTION = {
  flags: "--connection <connection>",
  text: "name, id or broker; not needed where there is one",
} as const;

/** Signing in at brokers, and the connections. */
export const connectionCommands: CommandGroup = {
  title: "Broker sessions",
  commands: [
    {
      name: "login",
      summary: "Sign in to a broker, or make sure that the session is good",
      more:
        "A stored session that the broker still accepts is used; otherwise it asks for the credentials without echo, sends " +
        "them once, and takes you through whatever the broker wants: a code, or an approval on your phone. Nothing secret is " +
        "an argument. It ends with 0 only when there is a session, so `wheelhouse login && python bot.py` does not start a " +
        "bot without one.",
      words: [CONNECTION],
      options: [
        {
          flags: "--broker <broker>",
          text: "the broker; a connection is added where there is none",
          choices: BROKER_TYPES,
        },
        { flags: "--label <name>", text: "name of the connection; it is added where there is none" },
        ACCESS,
        { flags: "--username <name>", text: "the broker's user name or e-mail, so that it is not asked for" },
        {
          flags: "--password-stdin",
          text: "read the broker's password from the first line of standard input",
        },
        { flags: "--remember", text: "keep user name and password, encrypted, for signing in again" },
        { flags: "--again", text: "end the session that there is, and sign in anew" },
      ],
      examples: [
        ["wheelhouse login", "sign in, or do nothing where the session is good"],
        [
          "wheelhouse login --no-input && python bot.py",
          "start a bot only with a session, and never wait for a person",
        ],
        ["wheelhouse login --broker robinhood --label Main", "add a second connection and sign in to it"],
        [
          "pass robinhood | wheelhouse login --username ada@example.com --password-stdin",
          "take the password from a password manager",
        ],
      ],
      endsInOrder: true,
      load: async () => (await import("@/cli/commands/login")).login,
    },
    {
      name: "logout",
      summary: "End the broker session, there and here",
      more: "Where the broker can't be told, the session is deleted here all the same, and you are told so.",
      words: [CONNECTION],
      options: [{ flags: "--forget", text: "delete the remembered user name and password too" }],
      examples: [["wheelhouse logout", "end the session of the only connection"]],
      load: async () => (await import("@/cli/commands/connections")).logout,
    },
    {
      name: "status",
      summary: "Show whether there is a session, and what is to be done",
      more: "Ends with 0 when every connection has a session, else with 4, or 5 while sign-in is held back. Nothing is asked of the broker.",
      words: [CONNECTION],
      examples: [
        ["wheelhouse status", "all connections"],
        ["wheelhouse status --json | jq '.[].session.expiresAt'", "when the sessions end"],
      ],
      load: async () => (await import("@/cli/commands/connections")).status,
    },
    {
      name: "refresh",
      summary: "Renew the session's tokens now",
      words: [CONNECTION],
      examples: [["wheelhouse refresh", "renew, whatever pause a failure has set"]],
      load: async () => (await import("@/cli/commands/connections")).refresh,
    },
    {
      name: "connections list",
      summary: "List your connections",
      examples: [["wheelhouse connections list", "with their state and what is next"]],
      load: async () => (await import("@/cli/commands/connections")).listAll,
    },
    {
      name: "connections add",
      summary: "Add a connection without signing in",
      options: [
        { flags: "--broker <broker>", text: "the broker (robinhood unless said)", choices: BROKER_TYPES },
        { flags: "--label <name>", text: "its name" },
        ACCESS,
      ],
      examples: [
        ["wheelhouse connections add --label 'Roth IRA'", "add it; `wheelhouse login 'Roth IRA'` signs in"],
      ],
      load: async () => (await import("@/cli/commands/connections")).add,
    },
    {
      name: "connections show",
      summary: "Show everything about a connection",
      words: [CONNECTION],
      examples: [["wheelhouse connections show Main", "state, session, accounts, next step"]],
      load: async () => (await import("@/cli/commands/connections")).show,
    },
    {
      name: "connections rename",
      summary: "Give a connection another name",
      words: [NAMED, ["<name>", "the new name"]],
      examples: [["wheelhouse connections rename Robinhood Main", "its history and settings stay"]],
      load: async () => (await import("@/cli/commands/connections")).rename,
    },
    {
      name: "connections retry",
      summary: "Try again now to keep the session, without signing in",
      words: [CONNECTION],
      examples: [["wheelhouse connections retry", "after trouble at the broker"]],
      load: async () => (await import("@/cli/commands/connections")).retry,
    },
    {
      name: "connections remove",
      summary: "End the session and delete the connection with all that belongs to it",
      words: [NAMED],
      examples: [["wheelhouse connections remove Main", "there is no way back"]],
      load: async () => (await import("@/cli/commands/connections")).remove,
    },
    {
      name: "session export",
      summary: "Write the live session to a file that a program of yours can use",
      more:
        "A pickle is what the Python client robin_stocks loads, JSON what its forks use; both hold tokens in the clear, in a " +
        "file of mode 600. A connection that only reads gives its read-only token. Without a file name SESSION_CACHE_PATH is " +
        "used, or a file in the folder of SESSION_STORAGE_LOCATION. See docs/bots.md before --with-refresh-token.",
      words: [["[file]", "the file; an earlier session file there is replaced"]],
      options: [
        CONNECTION_OPTION,
        { flags: "--format <format>", text: "pickle unless said", choices: ["pickle", "json", "encrypted"] },
        { flags: "--with-refresh-token", text: "for a program that renews by itself; Wheelhouse can't then" },
        ...PASSPHRASE_OPTIONS,
      ],
      examples: [
        ["wheelhouse session export ~/.tokens/robinhood.pickle", "for robin_stocks"],
        ["wheelhouse session export move.session --format encrypted --passphrase", "for another install"],
      ],
      load: async () => (await import("@/cli/commands/session")).exportFile,
    },
    {
      name: "session import",
      summary: "Take over the session in a file, of any of the three kinds",
      more:
        "The broker is asked whether it is good and whose it is. A file that is corrupt or hostile is never executed; it is " +
        "set aside under another name, which is told. Without a file name SESSION_CACHE_PATH is used.",
      words: [["[file]", "the file; it stays as it is"]],
      options: [CONNECTION_OPTION, ...PASSPHRASE_OPTIONS],
      examples: [["wheelhouse session import ~/.tokens/robinhood.pickle", "go on with the bot's session"]],
      load: async () => (await import("@/cli/commands/session")).importFile,
    },
  ],
};
