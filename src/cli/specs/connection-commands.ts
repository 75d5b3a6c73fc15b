import type { CommandGroup } from "@/cli/command-spec";
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
        { flags: "--again", text: "sign in anew, though there is a good session" },
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
  ],
};
export { CONNECTION, NAMED };
