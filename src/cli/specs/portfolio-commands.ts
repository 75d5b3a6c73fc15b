import type { CommandGroup } from "@/cli/command-spec";

const CONNECTION = ["[connection]", "name, id or broker; without it all that are signed in"] as const;
const FRESH = {
  flags: "--fresh",
  text: "ask the broker, though there is a reading of the last minute",
} as const;
const PROVENANCE =
  "Beneath the figures stands where they come from: fresh, stale (with the time of the reading) or failed. What failed is not shown as zero, and makes the command end with the code of the failure.";

/** What the brokers tell of the accounts. */
export const portfolioCommands: CommandGroup = {
  title: "Accounts and the wheel",
  commands: [
    {
      name: "accounts",
      summary: "Show what each account is worth",
      more: PROVENANCE,
      words: [CONNECTION],
      options: [FRESH],
      examples: [["wheelhouse accounts", "value, cash and buying power"]],
      load: async () => (await import("@/cli/commands/accounts")).accounts,
    },
    {
      name: "positions",
      summary: "Show the shares and options that are held",
      more: PROVENANCE,
      words: [CONNECTION],
      options: [
        FRESH,
        { flags: "--symbol <symbols...>", text: "only of these underlyings" },
        { flags: "--no-options", text: "only shares" },
      ],
      examples: [
        ["wheelhouse positions", "all of them"],
        ["wheelhouse positions Main --symbol AAPL F", "two underlyings of one connection"],
      ],
      load: async () => (await import("@/cli/commands/positions")).positions,
    },
    {
      name: "options",
      summary: "Look up the option contracts of an underlying, with their prices",
      more: PROVENANCE,
      words: [["<underlying>", "its symbol, such as AAPL"]],
      options: [
        { flags: "--connection <connection>", text: "whose broker is asked; the first one unless said" },
        { flags: "--expiration <day>", text: "only of this day, such as 2026-04-17" },
        { flags: "--right <right>", text: "only calls, or only puts", choices: ["call", "put"] },
        FRESH,
      ],
      examples: [["wheelhouse options AAPL --expiration 2026-04-17 --right put", "puts of one expiration"]],
      load: async () => (await import("@/cli/commands/options")).options,
    },
    {
      name: "orders",
      summary: "Show orders, the newest first",
      more: PROVENANCE,
      words: [CONNECTION],
      options: [
        {
          flags: "--status <status>",
          text: "only of this state",
          choices: ["open", "filled", "partially_filled", "cancelled", "rejected", "expired"],
        },
        { flags: "--limit <number>", text: "at most so many, 1 to 100 (25 unless said)" },
        { flags: "--cursor <cursor>", text: "where an earlier answer said that older ones begin" },
        FRESH,
      ],
      examples: [["wheelhouse orders --status open", "what waits to be filled"]],
      load: async () => (await import("@/cli/commands/orders")).orders,
    },
    {
      name: "wheel",
      summary: "Show the cycles of the wheel",
      more: PROVENANCE,
      words: [CONNECTION],
      options: [{ flags: "--all", text: "closed cycles too" }, FRESH],
      examples: [["wheelhouse wheel", "open cycles with premium, profit and break-even"]],
      load: async () => (await import("@/cli/commands/wheel")).wheel,
    },
  ],
};
