import type { Blocked } from "@/shared/schemas/wheel";

/** What can be missing for a figure, as the pages name it. */
export const MISSING_WORDS: Record<Blocked["missing"], string> = {
  opening_trade: "the opening trade",
  shares_delivered: "how many shares were delivered",
  cash_delivered: "how much cash was delivered",
  contract_terms: "the terms of the contract",
  fees: "the fees",
  option_price: "the option's price",
  share_price: "the share's price",
  collateral: "the collateral",
  matching_position: "a position at the broker that matches",
};

const FIGURE_WORDS: Readonly<Record<string, string>> = {
  shareProfit: "profit on shares",
  realisedProfit: "realised profit",
  openProfit: "open profit",
  taxBasis: "tax basis",
  effectiveBasis: "effective basis",
  breakEven: "break-even",
  annualised: "annualised return",
  shorts: "short options",
};

/** `breakEven` as `break-even`; names that are words already stay. */
export function figureWords(figure: string): string {
  return FIGURE_WORDS[figure] ?? figure;
}

/** `a`, `a and b`, `a, b and c`. */
export function listWords(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

export function missingWords(missing: string): string {
  const known: Readonly<Record<string, string>> = MISSING_WORDS;
  return known[missing] ?? missing.replaceAll("_", " ");
}
