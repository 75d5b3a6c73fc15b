/**
 * What a call to a broker is for. Breakers, places in the window and retries go by it: trouble with one kind does not
 * stop the others. `history` is a long read of the past, of many requests: it waits for its places. `trade` changes something
 * at the broker: it goes out at once or not at all, and once.
 */
export type CallKind = "login" | "refresh" | "read" | "history" | "trade" | "logout";

/** Whether such a call only reads: it may be tried again, and leaves places to the upkeep of the session. */
export function isReading(kind: CallKind): kind is "read" | "history" {
  return kind === "read" || kind === "history";
}
