/** Words of the kinds of price that an order sets. */
export const TYPE_WORDS: Readonly<Record<string, string>> = {
  market: "Market",
  limit: "Limit",
  stop: "Stop",
  stop_limit: "Stop limit",
  trailing_stop: "Trailing stop",
  other: "Other",
};

/** What an order is about. */
export const KIND_WORDS: Readonly<Record<string, string>> = { stock: "Shares", option: "Option" };
