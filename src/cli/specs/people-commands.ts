import type { CommandGroup } from "@/cli/command-spec";
import { AUDIT_OUTCOMES, AUDIT_SEVERITIES } from "@/shared/audit-events";
import { ROLES } from "@/shared/permissions";
import { SCOPE_NAMES } from "@/shared/schemas/api-token";
import { BROKER_TYPES } from "@/shared/schemas/broker";

const TOKEN = ["<token>", "its name or id"] as const;
const EMAIL = ["<email>", "the person's e-mail"] as const;
const ROLE = { flags: "--role <roles...>", text: "the roles", choices: ROLES } as const;
const EVERYONE = { flags: "--everyone", text: "those of the whole install (admins)" } as const;

/** People, tokens and the audit log. */
export const peopleCommands: CommandGroup = {
  title: "People and programs",
  commands: [
    {
      name: "whoami",
      summary: "Show who acts, and what their roles allow",
      examples: [["wheelhouse whoami --as ben@example.com", "as Ben sees it"]],
      load: async () => (await import("@/cli/commands/whoami")).whoami,
    },
    {
      name: "tokens list",
      summary: "List your API tokens; never the tokens themselves",
      examples: [["wheelhouse tokens list", "with scopes, end and last use"]],
      load: async () => (await import("@/cli/commands/tokens")).listAll,
    },
    {
      name: "tokens create",
      summary: "Make an API token for a program; it is shown once",
      more: "Standard output has the token and nothing else, so that it can go straight into a file or a secret store.",
      words: [["<name>", "what it is for"]],
      options: [
        { flags: "--scope <scopes...>", text: "what it may do", choices: SCOPE_NAMES },
        { flags: "--broker <brokers...>", text: "only at these brokers", choices: BROKER_TYPES },
        { flags: "--connection <ids...>", text: "only with these connections, by id" },
        { flags: "--account <ids...>", text: "only with these accounts, by the accountId of the views" },
        { flags: "--days <days>", text: "how long it lives, 1 to 366 (90 unless said)" },
        { flags: "--address <addresses...>", text: "only from these IP addresses or ranges" },
        { flags: "--per-minute <number>", text: "requests in a minute (120 unless said)" },
      ],
      examples: [
        [
          "wheelhouse tokens create 'night bot' --scope read:positions read:orders --days 30 > bot.token",
          "a token that only reads, in a file (run `umask 077` first)",
        ],
      ],
      load: async () => (await import("@/cli/commands/tokens")).create,
    },
    {
      name: "tokens rotate",
      summary: "Make a new token in place of one, which goes on for a while",
      words: [TOKEN],
      options: [
        { flags: "--overlap-hours <hours>", text: "how long the old one goes on, 0 to 168 (24 unless said)" },
      ],
      examples: [["wheelhouse tokens rotate 'night bot' --overlap-hours 1", "an hour to move the bot over"]],
      load: async () => (await import("@/cli/commands/tokens")).rotate,
    },
    {
      name: "tokens revoke",
      summary: "End a token at once",
      words: [TOKEN],
      examples: [["wheelhouse tokens revoke 'night bot'", "it is refused from its next call on"]],
      load: async () => (await import("@/cli/commands/tokens")).revoke,
    },
    {
      name: "tokens freeze",
      summary: "Keep all your programs out; their tokens stay",
      options: [EVERYONE],
      examples: [["wheelhouse tokens freeze --everyone", "stop every program of the install"]],
      load: async () => (await import("@/cli/commands/tokens")).freeze,
    },
    {
      name: "tokens unfreeze",
      summary: "Let programs in again",
      options: [EVERYONE],
      examples: [["wheelhouse tokens unfreeze", "your own"]],
      load: async () => (await import("@/cli/commands/tokens")).unfreeze,
    },
    {
      name: "users list",
      summary: "List the people of this install, and who is invited",
      examples: [["wheelhouse users list", "with their roles"]],
      load: async () => (await import("@/cli/commands/users")).listAll,
    },
    {
      name: "users invite",
      summary: "Invite a person; standard output has the link",
      words: [EMAIL],
      options: [ROLE],
      examples: [
        ["wheelhouse users invite ben@example.com --role user trader", "give Ben the link that it prints"],
      ],
      load: async () => (await import("@/cli/commands/users")).invite,
    },
    {
      name: "users roles",
      summary: "Set a person's roles",
      words: [EMAIL],
      options: [ROLE],
      examples: [["wheelhouse users roles ben@example.com --role user", "Ben is a user and nothing else"]],
      load: async () => (await import("@/cli/commands/users")).setRoles,
    },
    {
      name: "users disable",
      summary: "Keep a person out; sessions and tokens end at once",
      words: [EMAIL],
      examples: [["wheelhouse users disable ben@example.com", "until `users enable`"]],
      load: async () => (await import("@/cli/commands/users")).disable,
    },
    {
      name: "users enable",
      summary: "Let a person in again",
      words: [EMAIL],
      examples: [["wheelhouse users enable ben@example.com", "with the roles of before"]],
      load: async () => (await import("@/cli/commands/users")).enable,
    },
    {
      name: "audit",
      summary: "Search the audit log, the newest first",
      options: [
        { flags: "--type <types...>", text: "only these events, such as LOGIN SESSION_REFRESHED" },
        { flags: "--severity <severities...>", text: "only of these severities", choices: AUDIT_SEVERITIES },
        { flags: "--outcome <outcomes...>", text: "only with these outcomes", choices: AUDIT_OUTCOMES },
        { flags: "--user <text>", text: "part of the person's e-mail" },
        { flags: "--text <words>", text: "words that must all occur" },
        { flags: "--from <time>", text: "not before, such as 2026-03-02 or 2026-03-02T14:30:00Z" },
        { flags: "--to <time>", text: "not after" },
        { flags: "--limit <number>", text: "at most so many, 1 to 200 (50 unless said)" },
        { flags: "--cursor <cursor>", text: "where an earlier answer said that older ones begin" },
      ],
      examples: [
        ["wheelhouse audit --outcome failure denied --from 2026-03-01", "what went wrong since March"],
      ],
      load: async () => (await import("@/cli/commands/audit")).audit,
    },
  ],
};
